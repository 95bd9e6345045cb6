//! Which numbers of a horizontal axis are named.

use crate::error::DrawError;
use crate::places::Numbers;
use crate::tick::{Tick, stay_apart};
use crate::value_scale::round_step;
use crate::written::number;

/// Every number that has a value if their names stay apart on an axis `width` user units wide; or else round numbers.
pub(crate) fn number_ticks(numbers: &Numbers, width: f64) -> Result<Vec<Tick>, DrawError> {
    let named = |values: &mut dyn Iterator<Item = f64>| -> Vec<Tick> {
        values.map(|value| Tick { at: numbers.share(value), label: number(value) }).collect()
    };
    let all = named(&mut numbers.values.iter().copied());
    if stay_apart(&all, width)? {
        return Ok(all);
    }
    let (first, last) = (numbers.values[0], numbers.values[numbers.values.len() - 1]);
    for steps in [10.0, 5.0, 3.0] {
        let (step, _) = round_step((last - first) / steps);
        let (from, to) = ((first / step).ceil() as i64, (last / step).floor() as i64);
        let round = named(&mut (from..=to).map(|count| count as f64 * step));
        if round.len() > 1 && stay_apart(&round, width)? {
            return Ok(round);
        }
    }
    Ok(all.into_iter().take(1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn labels(values: Vec<f64>) -> Vec<String> {
        text::register_fonts().unwrap();
        let numbers = Numbers::new(String::new(), values);
        number_ticks(&numbers, 800.0).unwrap().into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn the_numbers_themselves_are_named_if_they_fit() {
        assert_eq!(labels(vec![38.0]), ["38"]);
        assert_eq!(labels(vec![0.0, 1e-4, 1e-3]), ["0", "0.0001", "0.001"]);
        assert_eq!(labels(vec![48.0, 52.0, 57.5]), ["48", "52", "57.5"]);
    }

    #[test]
    fn many_or_crowded_numbers_give_way_to_round_ones() {
        assert_eq!(labels(vec![6.0, 9.0, 15.0, 650.5]), ["100", "200", "300", "400", "500", "600"]);
        assert_eq!(
            labels((0..500).map(f64::from).collect()),
            ["0", "50", "100", "150", "200", "250", "300", "350", "400", "450"]
        );
    }
}
