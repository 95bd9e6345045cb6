//! How long things take: distributions, with their unit in every key.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wardflow_core::stay::{Family, FitError, Shape};

use super::{CsvValues, weights::weighted};

/// Declares a distribution whose keys carry a unit.
macro_rules! distribution {
    (
        $(#[$doc:meta])* $name:ident, parts $parts:ident, two $two:ident,
        unit $unit:literal, said $said:literal $thing:literal = $days:expr,
        $mean:literal, $sd:literal, $median:literal, $scale:literal, $percentiles:literal,
        $least:literal, $most_likely:literal, $most:literal, $fixed:literal, $values:literal, $csv:literal, $beyond:literal
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case", deny_unknown_fields)]
        pub enum $name {
            /// Exponential: most are short, a few long.
            Exponential {
                #[doc = concat!("Mean [", $unit, "].")]
                #[serde(rename = $mean)]
                mean: f64,
            },
            /// Erlang: the sum of several equal exponential stages.
            Erlang {
                /// Stages.
                stages: u32,
                #[doc = concat!("Mean of the whole [", $unit, "].")]
                #[serde(rename = $mean)]
                mean: f64,
            },
            /// Gamma.
            Gamma($two),
            /// Lognormal: the usual shape of lengths of stay.
            Lognormal($two),
            /// Weibull.
            Weibull($two),
            /// Triangular.
            Triangular {
                #[doc = concat!("Least [", $unit, "].")]
                #[serde(rename = $least)]
                least: f64,
                #[doc = concat!("Most likely [", $unit, "].")]
                #[serde(rename = $most_likely)]
                most_likely: f64,
                #[doc = concat!("Most [", $unit, "].")]
                #[serde(rename = $most)]
                most: f64,
            },
            /// Anything between two limits, equally likely.
            Uniform {
                #[doc = concat!("Least [", $unit, "].")]
                #[serde(rename = $least)]
                least: f64,
                #[doc = concat!("Most [", $unit, "].")]
                #[serde(rename = $most)]
                most: f64,
            },
            /// Always the same.
            Fixed {
                #[doc = concat!("Length [", $unit, "].")]
                #[serde(rename = $fixed)]
                length: f64,
            },
            /// One of these, equally likely or by their weights.
            Empirical {
                #[doc = concat!("Lengths [", $unit, "].")]
                #[serde(rename = $values, default)]
                values: Vec<f64>,
                #[doc = concat!("Instead: a column of a CSV file with the lengths [", $unit, "].")]
                #[serde(rename = $csv, default, skip_serializing_if = "Option::is_none")]
                csv: Option<CsvValues>,
                /// How often each of them was seen, in the same order, such as a number of spells; once
                /// each if left out.
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                weights: Vec<f64>,
            },
            /// Known percentiles, with straight lines between them.
            Quantiles {
                #[doc = concat!("Length [", $unit, "] by percent, from \"0\" to \"100\".")]
                #[serde(rename = $percentiles)]
                percentiles: IndexMap<String, f64>,
            },
            /// A mixture of several.
            Mixture {
                /// Parts, by name, with their shares.
                parts: IndexMap<String, $parts>,
            },
            /// Another distribution, given that it lies between two limits. This changes the mean: `check` shows it.
            Truncated {
                /// The distribution.
                of: Box<$name>,
                #[doc = concat!("Least [", $unit, "].")]
                #[serde(rename = $least, default)]
                least: f64,
                #[doc = concat!("Most [", $unit, "]; no limit if left out.")]
                #[serde(rename = $most, default, skip_serializing_if = "Option::is_none")]
                most: Option<f64>,
            },
            /// Another distribution whose tail is stretched or shrunk: short stays are left alone.
            Stretched {
                /// The distribution.
                of: Box<$name>,
                #[doc = concat!("Where the tail begins [", $unit, "].")]
                #[serde(rename = $beyond)]
                beyond: f64,
                /// What the part beyond is multiplied by.
                tail_times: f64,
            },
        }

        #[doc = concat!("Two numbers that say which one: mean with sd, mean with median, two percentiles, or its parameters [", $unit, "].")]
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $two {
            #[doc = concat!("Mean [", $unit, "].")]
            #[serde(rename = $mean, default, skip_serializing_if = "Option::is_none")]
            pub mean: Option<f64>,
            #[doc = concat!("Standard deviation [", $unit, "].")]
            #[serde(rename = $sd, default, skip_serializing_if = "Option::is_none")]
            pub sd: Option<f64>,
            #[doc = concat!("Median [", $unit, "].")]
            #[serde(rename = $median, default, skip_serializing_if = "Option::is_none")]
            pub median: Option<f64>,
            #[doc = concat!("Two lengths [", $unit, "] by percent, such as {\"50\": 20, \"90\": 55}.")]
            #[serde(rename = $percentiles, default, skip_serializing_if = "IndexMap::is_empty")]
            pub percentiles: IndexMap<String, f64>,
            #[doc = concat!("Lognormal: mean of the logarithm of the length in ", $unit, ".")]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub mu_of_log: Option<f64>,
            /// Lognormal: standard deviation of the logarithm.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub sigma_of_log: Option<f64>,
            /// Gamma, Weibull: shape.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub shape: Option<f64>,
            #[doc = concat!("Gamma, Weibull: scale [", $unit, "].")]
            #[serde(rename = $scale, default, skip_serializing_if = "Option::is_none")]
            pub scale: Option<f64>,
        }

        /// A part of a mixture.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $parts {
            /// Its share; the shares add up to 1.
            pub share: f64,
            /// Its distribution.
            pub of: $name,
        }

        impl $name {
            /// The distribution in days.
            ///
            /// # Errors
            /// If there is none with these numbers: says what is wrong and what would be right.
            pub fn shape(&self) -> Result<Shape, String> {
                self.shape_in($days).map_err(|message| match self.shape_in(1.0) {
                    // In the unit that the numbers are written in.
                    Err(in_unit) => in_unit.replace(" days", $said).replace("stay", $thing),
                    Ok(_) => message,
                })
            }

            /// Where in it the fault is that [`Self::shape`] reports: the path to the innermost part with one.
            pub(crate) fn culprit(&self) -> Vec<String> {
                let tag = serde_json::to_value(self).ok().and_then(|value| Some(value.as_object()?.keys().next()?.clone()));
                let mut path: Vec<String> = tag.into_iter().collect();
                match self {
                    Self::Mixture { parts } => {
                        if let Some((name, part)) = parts.iter().find(|(_, part)| part.of.shape().is_err()) {
                            path.extend(["parts".to_owned(), name.clone(), "of".to_owned()]);
                            path.append(&mut part.of.culprit());
                        }
                    }
                    Self::Truncated { of, .. } | Self::Stretched { of, .. } if of.shape().is_err() => {
                        path.push("of".to_owned());
                        path.append(&mut of.culprit());
                    }
                    _ => {}
                }
                path
            }

            fn shape_in(&self, days: f64) -> Result<Shape, String> {
                let shape = match self {
                    Self::Exponential { mean } => Shape::Exponential { mean: mean * days },
                    Self::Erlang { stages, mean } => Shape::Erlang { stages: *stages, mean: mean * days },
                    Self::Gamma(two) => two.family(Family::Gamma, days)?,
                    Self::Lognormal(two) => two.family(Family::Lognormal, days)?,
                    Self::Weibull(two) => two.family(Family::Weibull, days)?,
                    Self::Triangular { least, most_likely, most } => {
                        Shape::Triangular { least: least * days, mode: most_likely * days, most: most * days }
                    }
                    Self::Uniform { least, most } => Shape::Uniform { least: least * days, most: most * days },
                    Self::Fixed { length } => Shape::Fixed { days: length * days },
                    Self::Empirical { csv: Some(csv), .. } => {
                        return Err(format!("`{}` is named too late to be read: write it into the scenario", csv.file));
                    }
                    Self::Empirical { values, csv: None, weights } => {
                        let values: Vec<f64> = values.iter().map(|value| value * days).collect();
                        Shape::Empirical { values: weighted(values, weights)? }
                    }
                    Self::Quantiles { percentiles } => {
                        Shape::Quantiles { points: points(percentiles, days)? }
                    }
                    Self::Mixture { parts } => {
                        let parts = parts.values().map(|part| Ok((part.share, part.of.shape_in(days)?)));
                        Shape::Mixture { parts: parts.collect::<Result<_, String>>()? }
                    }
                    Self::Truncated { of, least, most } => Shape::Truncated {
                        shape: Box::new(of.shape_in(days)?),
                        least: least * days,
                        most: most.map_or(f64::INFINITY, |most| most * days),
                    },
                    Self::Stretched { of, beyond, tail_times } => Shape::Stretched {
                        shape: Box::new(of.shape_in(days)?),
                        beyond: beyond * days,
                        factor: *tail_times,
                    },
                };
                match shape.validate() {
                    // Only stays are limited.
                    Err(FitError::TooLong { .. }) if $said.is_empty() => Ok(shape),
                    Err(error) => Err(words(&error)),
                    Ok(()) => Ok(shape),
                }
            }
        }

        impl $two {
            fn family(&self, family: Family, days: f64) -> Result<Shape, String> {
                let in_days = |value: Option<f64>| value.map(|value| value * days);
                fit(family, &Given {
                    mean: in_days(self.mean),
                    sd: in_days(self.sd),
                    median: in_days(self.median),
                    percentiles: points(&self.percentiles, days)?,
                    mu: self.mu_of_log.map(|mu| mu + log_of_days_per_unit(days)),
                    sigma: self.sigma_of_log,
                    shape: self.shape,
                    scale: in_days(self.scale),
                })
            }
        }
    };
}

distribution!(
    /// A length of stay or delay, in days.
    Stay, parts StayParts, two StayFit,
    unit "days", said " days" "stay" = 1.0,
    "mean_days", "sd_days", "median_days", "scale_days", "percentiles_days",
    "least_days", "most_likely_days", "most_days", "days", "values_days", "csv_days", "beyond_days"
);

distribution!(
    /// A handling time, in hours.
    HandlingTime, parts HandlingTimeParts, two HandlingTimeFit,
    unit "hours", said " hours" "stay" = 1.0 / 24.0,
    "mean_hours", "sd_hours", "median_hours", "scale_hours", "percentiles_hours",
    "least_hours", "most_likely_hours", "most_hours", "hours", "values_hours", "csv_hours", "beyond_hours"
);

distribution!(
    /// What a number that is not known exactly may be, in its own unit.
    Range, parts RangeParts, two RangeFit,
    unit "unit of the number", said "" "value" = 1.0,
    "mean", "sd", "median", "scale", "percentiles",
    "least", "most_likely", "most", "number", "numbers", "csv_numbers", "beyond"
);

/// The two numbers that a family is given by, in days.
struct Given {
    mean: Option<f64>,
    sd: Option<f64>,
    median: Option<f64>,
    percentiles: Vec<(f64, f64)>,
    mu: Option<f64>,
    sigma: Option<f64>,
    shape: Option<f64>,
    scale: Option<f64>,
}

/// The member of a family that is given by two numbers.
fn fit(family: Family, given: &Given) -> Result<Shape, String> {
    let Given { mean, sd, median, percentiles, mu, sigma, shape, scale } = given;
    let parameters = match family {
        Family::Lognormal => mu.zip(*sigma).map(|(mu, sigma)| Shape::Lognormal { mu, sigma }),
        Family::Gamma => shape.zip(*scale).map(|(shape, scale)| Shape::Gamma { shape, scale }),
        Family::Weibull => shape.zip(*scale).map(|(shape, scale)| Shape::Weibull { shape, scale }),
    };
    let numbers = [*mean, *sd, *median, *mu, *sigma, *shape, *scale];
    let count = numbers.iter().flatten().count() + percentiles.len();
    let fitted = match (*mean, *sd, *median, percentiles.as_slice(), parameters) {
        _ if count != 2 => None,
        (Some(mean), Some(sd), ..) => Some(Shape::from_mean_sd(family, mean, sd)),
        (Some(mean), None, Some(median), ..) => Some(Shape::from_mean_median(family, mean, median)),
        (_, _, _, &[one, other], _) => Some(Shape::from_quantiles(family, one, other)),
        (.., parameters) => parameters.map(Ok),
    };
    let own = if family == Family::Lognormal { "mu and sigma of the logarithm" } else { "shape and scale" };
    let fitted = fitted.ok_or_else(|| {
        format!("does not say which {family} distribution: give mean and sd, or mean and median, or two percentiles, or {own}")
    })?;
    fitted.map_err(|error| words(&error))
}

/// What is wrong with a shape, in the words of the scenario.
fn words(error: &FitError) -> String {
    match error {
        FitError::Weights { sum } => format!("the shares of the parts add up to {sum}: let them add up to 1"),
        FitError::OpenEnds { first, last } => format!(
            "the percentiles go from \"{}\" to \"{}\": give \"0\" for the shortest and \"100\" for the longest",
            first * 100.0,
            last * 100.0
        ),
        _ => error.to_string(),
    }
}

/// The natural logarithm of the unit in days.
fn log_of_days_per_unit(days: f64) -> f64 {
    if days < 1.0 { -LN_24 } else { 0.0 }
}

/// ln 24: hours a day.
const LN_24: f64 = 3.178_053_830_347_945_6;

/// Points (probability, days) from lengths by percent.
fn points(percentiles: &IndexMap<String, f64>, days: f64) -> Result<Vec<(f64, f64)>, String> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for (percent, length) in percentiles {
        let number = percent.parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent));
        let percent =
            number.ok_or_else(|| format!("\"{percent}\" is no percent: write percentiles as \"0\" to \"100\""))?;
        points.push((percent / 100.0, length * days));
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stay(text: &str) -> Shape {
        serde_json::from_str::<Stay>(text).unwrap().shape().unwrap()
    }

    #[test]
    fn a_stay_may_be_given_in_several_ways() {
        let shape = stay(r#"{"lognormal": {"mean_days": 6.5, "sd_days": 7.8}}"#);
        assert!((shape.mean() - 6.5).abs() < 1e-9 && (shape.standard_deviation() - 7.8).abs() < 1e-9);
        let shape = stay(r#"{"lognormal": {"mean_days": 42.79, "median_days": 34}}"#);
        assert!((shape.mean() - 42.79).abs() < 1e-9 && (shape.quantile(0.5) - 34.0).abs() < 1e-9);
        let shape = stay(r#"{"gamma": {"percentiles_days": {"50": 20, "90": 55}}}"#);
        assert!((shape.quantile(0.5) - 20.0).abs() < 1e-6 && (shape.quantile(0.9) - 55.0).abs() < 1e-6);
        let shape = stay(r#"{"lognormal": {"mu_of_log": 3.2, "sigma_of_log": 0.7}}"#);
        assert_eq!(shape, Shape::Lognormal { mu: 3.2, sigma: 0.7 });
    }

    #[test]
    fn hours_become_days() {
        let time: HandlingTime =
            serde_json::from_str(r#"{"lognormal": {"mu_of_log": 1.0, "sigma_of_log": 0.5}}"#).unwrap();
        let days: HandlingTime = serde_json::from_str(r#"{"exponential": {"mean_hours": 12}}"#).unwrap();
        assert!((time.shape().unwrap().quantile(0.5) - std::f64::consts::E / 24.0).abs() < 1e-9);
        assert_eq!(days.shape().unwrap().mean(), 0.5);
    }

    #[test]
    fn a_mixture_has_its_parts_and_a_truncation_another_mean() {
        let parts = r#"{"mixture": {"parts": {
            "most": {"share": 0.8, "of": {"gamma": {"mean_days": 32, "sd_days": 8}}},
            "long": {"share": 0.2, "of": {"gamma": {"mean_days": 77, "sd_days": 20}}}}}}"#;
        assert!((stay(parts).mean() - 41.0).abs() < 1e-6);
        let cut = stay(r#"{"truncated": {"of": {"exponential": {"mean_days": 10}}, "most_days": 20}}"#);
        assert!(cut.mean() < 8.0);
        let shrunk =
            stay(r#"{"stretched": {"of": {"exponential": {"mean_days": 10}}, "beyond_days": 20, "tail_times": 0.5}}"#);
        assert!(shrunk.mean() < 10.0 && (shrunk.quantile(0.5) - 10.0 * std::f64::consts::LN_2).abs() < 1e-9);
    }

    #[test]
    fn too_little_and_too_much_are_refused() {
        for text in [
            r#"{"lognormal": {"mean_days": 6.5}}"#,
            r#"{"lognormal": {"mean_days": 6.5, "sd_days": 7.8, "median_days": 4}}"#,
            r#"{"lognormal": {"mean_days": 6.5, "median_days": 7}}"#,
            r#"{"exponential": {"mean_days": -1}}"#,
            r#"{"quantiles": {"percentiles_days": {"0": 1, "101": 5}}}"#,
        ] {
            assert!(serde_json::from_str::<Stay>(text).unwrap().shape().is_err(), "{text}");
        }
    }
}
