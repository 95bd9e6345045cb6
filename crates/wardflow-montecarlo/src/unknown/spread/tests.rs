//! Systems of which all is known: `10 + 2 u + chance`, where u is normal and not known.

use rand_distr::{Distribution, Normal};
use wardflow_core::{
    random::{Key, KeyedRng, Seed},
    stay::normal_score,
};

use super::{super::tests::is_told, *};

const DRAWS: usize = 100;
/// The 95% quantile of the normal distribution.
const HIGH: f64 = 1.644_853_627;

/// How a made-up system behaves.
#[derive(Clone, Copy)]
struct System {
    /// What a standard deviation of the unknown number does.
    effect: f64,
    /// Standard deviation of the chance that the best guess has alike.
    common: f64,
    /// Standard deviation of the chance that it has not.
    own: f64,
    /// Replications of the run and of each draw.
    run: usize,
    each: usize,
}

const ORDINARY: System = System { effect: 2.0, common: 3.0, own: 2.0, run: 200, each: 3 };

fn experiment(system: System, number: u64) -> Spread {
    let System { effect, common, own, run, each } = system;
    let mut rng = KeyedRng::from(Key::of_replication(Seed(15), number));
    let normal = Normal::new(0.0, 1.0).unwrap();
    let mut chance = |sd: f64| sd * normal.sample(&mut rng);
    let alike: Vec<f64> = (0..run).map(|_| chance(common)).collect();
    let guess: Vec<f64> = alike.iter().map(|alike| 10.0 + alike + chance(own / 2.0)).collect();
    let cases: Vec<Option<Case>> = (0..DRAWS)
        .map(|draw| {
            let u = normal_score((draw as f64 + 0.5) / DRAWS as f64);
            let replications = (0..each).map(|at| (draw * each + at) % run);
            let pairs = replications.map(|at| (10.0 + effect * u + alike[at] + chance(own), guess[at]));
            Some(Case { pairs: pairs.collect(), together: None })
        })
        .collect();
    Spread::of(super::super::mean(&guess), &guess, &cases, &[])
}

/// Mean and standard deviation over experiments.
fn over(count: u64, of: impl Fn(u64) -> f64) -> (f64, f64) {
    let values: Vec<f64> = (0..count).map(of).collect();
    let mean = super::super::mean(&values);
    let square = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1) as f64;
    (mean, square.sqrt())
}

#[test]
fn the_range_is_that_of_what_is_not_known_without_chance() {
    let mut widths = Vec::new();
    for each in [2, 3, 5] {
        let system = System { each, ..ORDINARY };
        let width = |number| {
            let spread = experiment(system, number);
            spread.high_95 - spread.low_5
        };
        let (mean, sd) = over(400, width);
        let exact = 2.0 * HIGH * ORDINARY.effect;
        // 4 standard errors, and 1% because chance is not known exactly. With chance in it the range is wider: 7.8 with 3.
        assert!((mean - exact).abs() < 4.0 * sd / 20.0 + 0.01 * exact, "{each}: {mean} instead of {exact}");
        assert!(sd < 0.12 * exact, "{each}: {sd}");
        widths.push(format!("{mean:.2}"));
    }
    is_told(&format!("| width of the 5-95% range, 2 / 3 / 5 replications a draw | 6.58 | {} |", widths.join(" / ")));
}

#[test]
fn a_range_with_chance_left_in_it_would_be_seen() {
    // The same draws, as if their chance were none.
    let planted = |number| {
        let Spread { best_guess, values, .. } = experiment(ORDINARY, number);
        let spread = Spread::apart(best_guess, values, 0.0);
        spread.high_95 - spread.low_5
    };
    let exact = 2.0 * HIGH * ORDINARY.effect;
    let (mean, _) = over(400, planted);
    assert!(mean > 1.1 * exact, "{mean}");
    is_told(&format!("| the same with chance left in it (must be seen to be wrong) | 6.58 | {mean:.2} |"));
}

#[test]
fn the_range_lies_beside_the_result_of_the_run_whatever_its_chance() {
    // The middle of the range is off from the result only by the chance that the two do not share.
    let off = |number| {
        let spread = experiment(ORDINARY, number);
        0.5 * (spread.low_5 + spread.high_95) - spread.best_guess
    };
    let (mean, sd) = over(400, off);
    assert!(mean.abs() < 4.0 * sd / 20.0, "{mean}");
    // Three replications for all draws alike would make it sqrt(9 / 3) = 1.7.
    assert!(sd < 0.35, "{sd}");
    is_told(&format!("run of 200 | small | {sd:.2} (1.7 if"));
}

#[test]
fn where_a_number_decides_nothing_hardly_anything_is_not_known() {
    let nothing = System { effect: 0.0, ..ORDINARY };
    let (mean, _) = over(400, |number| {
        let spread = experiment(nothing, number);
        spread.high_95 - spread.low_5
    });
    // With chance in it: 2 x 1.645 x 2 / sqrt(3) = 3.8 and more.
    assert!(mean < 1.1, "{mean}");
    is_told(&format!("| width where the number decides nothing | 0 | {mean:.2} |"));
}

#[test]
fn a_range_covers_a_new_draw_nine_times_in_ten() {
    let mut rng = KeyedRng::from(Key::of_replication(Seed(16), 0));
    let normal = Normal::new(10.0, ORDINARY.effect).unwrap();
    let covered = (0..400).map(|number| {
        // Beside the exact best guess: how far the run itself is off is what its own interval says.
        let spread = experiment(ORDINARY, number);
        let off = spread.best_guess - 10.0;
        let within = |value: &f64| (spread.low_5 - off..spread.high_95 - off).contains(value);
        normal.sample_iter(&mut rng).take(100).filter(within).count()
    });
    let share = covered.sum::<usize>() as f64 / 40_000.0;
    assert!((share - 0.9).abs() < 0.01, "{share}");
    is_told(&format!("| share of new draws inside | 90% | {:.1}% |", 100.0 * share));
}

#[test]
fn few_replications_in_which_draws_take_turns_do_as_well() {
    let few = System { run: 10, ..ORDINARY };
    let (mean, _) = over(400, |number| {
        let spread = experiment(few, number);
        spread.high_95 - spread.low_5
    });
    let exact = 2.0 * HIGH * ORDINARY.effect;
    assert!((mean - exact).abs() < 0.03 * exact, "{mean}");
}

#[test]
fn draws_without_a_value_are_left_out_and_few_draws_have_no_range() {
    let case = |value: f64| Some(Case { pairs: vec![(value, 1.0), (value, 1.0)], together: None });
    let missing = Some(Case { pairs: vec![(f64::NAN, 1.0), (1.0, 1.0)], together: None });
    let of = |cases: Vec<Option<Case>>| Spread::of(1.0, &[1.0, 1.0], &cases, &[]);
    let mut cases: Vec<Option<Case>> = (0..20).map(|value| case(f64::from(value))).collect();
    cases.push(missing);
    cases.push(None);
    let spread = of(cases);
    assert_eq!((spread.cases, spread.low_5, spread.high_95), (20, 0.5, 18.5));
    assert!(spread.values[20].is_nan() && spread.values[21].is_nan());
    let few = of((0..19).map(|value| case(f64::from(value))).collect());
    assert!(!few.is_known() && few.holds().is_none());
}

#[test]
fn what_a_result_is_with_a_number_at_an_end_is_told_beside_the_best_guess() {
    // Best guesses of 2, 4 and 6, and twice as much with the number at its high end, in the first two of them.
    let guess = [2.0, 4.0, 6.0];
    let cases: Vec<Option<Case>> =
        (0..30).map(|_| Some(Case { pairs: vec![(2.0, 2.0), (6.0, 6.0)], together: None })).collect();
    let high = Case { pairs: vec![(4.0, 2.0), (8.0, 4.0)], together: None };
    let spread = Spread::of(4.0, &guess, &cases, &[[None, Some(&high)]]);
    assert!(spread.ends[0][0].is_nan());
    // The mean of 6, and 1 for the best guess of the two, which is below that of all three.
    assert_eq!(spread.ends[0][1], 7.0);
    assert_eq!((spread.low_5, spread.high_95), (4.0, 4.0));
}

#[test]
fn a_difference_holds_if_all_of_the_range_is_on_its_side() {
    let spread = |best_guess, low_5, high_95| Spread { best_guess, low_5, high_95, ..experiment(ORDINARY, 0) };
    assert_eq!(spread(2.0, 0.5, 3.0).holds(), Some(true));
    assert_eq!(spread(-2.0, -3.0, -0.5).holds(), Some(true));
    assert_eq!(spread(2.0, -0.5, 3.0).holds(), Some(false));
    assert_eq!(spread(-2.0, 0.5, 3.0).holds(), Some(false));
    assert_eq!(spread(0.0, 0.5, 3.0).holds(), Some(false));
}
