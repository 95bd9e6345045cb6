//! The standard normal distribution.

use core::f64::consts::SQRT_2;

use crate::stay::split::Split;

/// The probability of a standard normal number below `z`.
pub fn normal_below(z: f64) -> f64 {
    normal_split(z).below
}

/// The standard normal number with probability `p` below it.
pub fn normal_score(p: f64) -> f64 {
    normal_quantile(Split::probability(p))
}

/// The probability below and above `z`.
pub(in crate::stay) fn normal_split(z: f64) -> Split {
    Split { below: 0.5 * libm::erfc(-z / SQRT_2), above: 0.5 * libm::erfc(z / SQRT_2) }
}

/// The value with probability `p.below` below it: algorithm AS 241 (PPND16), relative error about 1e-16.
///
/// Source: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
/// Applied Statistics 37 (1988), 477-484.
pub(in crate::stay) fn normal_quantile(p: Split) -> f64 {
    let tail = p.below.min(p.above);
    if tail <= 0.0 {
        return if p.below < p.above { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let centred = 0.5 * (p.below - p.above);
    if centred.abs() <= 0.425 {
        let r = 0.425 * 0.425 - centred * centred;
        return centred * polynomial(&CENTRE_NUMERATOR, r) / polynomial(&CENTRE_DENOMINATOR, r);
    }
    let r = (-libm::log(tail)).sqrt();
    let size = if r <= 5.0 {
        polynomial(&NEAR_NUMERATOR, r - 1.6) / polynomial(&NEAR_DENOMINATOR, r - 1.6)
    } else {
        polynomial(&FAR_NUMERATOR, r - 5.0) / polynomial(&FAR_DENOMINATOR, r - 5.0)
    };
    if centred < 0.0 { -size } else { size }
}

/// The polynomial with these coefficients, constant term first.
pub(super) fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, &coefficient| sum * x + coefficient)
}

const CENTRE_NUMERATOR: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRE_DENOMINATOR: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_854,
];
const NEAR_NUMERATOR: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    0.000_774_545_014_278_341_4,
];
const NEAR_DENOMINATOR: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    0.000_547_593_808_499_534_5,
    1.050_750_071_644_416_9e-9,
];
const FAR_NUMERATOR: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_DENOMINATOR: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    0.000_786_869_131_145_613_3,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_7e-15,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stay::testing::assert_close;

    #[test]
    fn quantiles_match_the_check_values_of_as_241() {
        for (p, z) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.975, 1.959_963_984_540_054),
        ] {
            assert_close(normal_quantile(Split::probability(p)), z, 2e-16 * 4.0);
        }
    }

    #[test]
    fn quantiles_keep_their_digits_in_the_upper_tail() {
        let p = Split { below: 1.0, above: 1e-20 };
        assert_close(normal_quantile(p), 9.262_340_089_798_408, 1e-15);
    }

    #[test]
    fn probabilities_match_abramowitz_and_stegun_table_26_1() {
        // Handbook of Mathematical Functions (1964), table 26.1: P(1) and P(2) to 15 decimals.
        assert_close(normal_split(1.0).below, 0.841_344_746_068_543, 1e-14);
        assert_close(normal_split(2.0).below, 0.977_249_868_051_821, 1e-14);
        assert_close(normal_split(-2.0).above, 0.977_249_868_051_821, 1e-14);
    }

    #[test]
    fn probability_one_and_zero_are_infinitely_far() {
        assert!(normal_quantile(Split::probability(0.0)) < -f64::MAX);
        assert!(normal_quantile(Split::probability(1.0)) > f64::MAX);
    }
}
