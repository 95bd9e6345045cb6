//! Moves labels apart, as little as possible.

/// Where a label would like to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    /// Middle, in user units from the top of the picture.
    pub(crate) middle: f64,
    /// In user units.
    pub(crate) height: f64,
}

/// Labels that touch, and so move together.
struct Pool {
    sum: f64,
    count: usize,
}

impl Pool {
    fn mean(&self) -> f64 {
        self.sum / self.count as f64
    }
}

/// Middles of the labels, in the order of the wishes, at least `gap` apart and between `top` and `bottom` if they fit.
///
/// Labels keep the order of their wishes from top to bottom, so that leaders never cross; of two equal wishes the later
/// one comes higher, as in a stack. The sum of the squares of the moves is the least possible.
pub(crate) fn spread(wishes: &[Wish], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|&one, &other| wishes[one].middle.total_cmp(&wishes[other].middle).then(other.cmp(&one)));

    // With the heights above taken off, "no overlap" reads "never falling": isotonic regression, by pooling.
    let mut pools: Vec<Pool> = Vec::new();
    let mut above = 0.0;
    for &index in &order {
        let Wish { middle, height } = wishes[index];
        let mut pool = Pool { sum: middle - height / 2.0 - above, count: 1 };
        above += height + gap;
        while let Some(before) = pools.pop_if(|before| before.mean() >= pool.mean()) {
            pool = Pool { sum: before.sum + pool.sum, count: before.count + pool.count };
        }
        pools.push(pool);
    }

    let room = bottom - (above - gap);
    let mut reduced = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.mean().min(room).max(top), pool.count));
    let mut middles = vec![0.0; wishes.len()];
    let mut above = 0.0;
    for &index in &order {
        let height = wishes[index].height;
        middles[index] = reduced.next().unwrap_or(top) + above + height / 2.0;
        above += height + gap;
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_with_room_stay() {
        let wishes = [Wish { middle: 20.0, height: 10.0 }, Wish { middle: 60.0, height: 10.0 }];
        assert_eq!(spread(&wishes, 2.0, 0.0, 100.0), [20.0, 60.0]);
    }

    #[test]
    fn equal_wishes_stack_upwards() {
        let wishes = [Wish { middle: 100.0, height: 10.0 }; 3];
        assert_eq!(spread(&wishes, 2.0, 0.0, 100.0), [95.0, 83.0, 71.0]);
    }

    proptest! {
        #[test]
        fn labels_stay_apart_and_inside(
            labels in prop::collection::vec((-50.0..450.0_f64, 5.0..20.0_f64), 0..17),
        ) {
            let wishes: Vec<Wish> = labels.iter().map(|&(middle, height)| Wish { middle, height }).collect();
            let middles = spread(&wishes, 3.0, 10.0, 400.0);
            let mut boxes: Vec<(f64, f64)> = middles
                .iter()
                .zip(&wishes)
                .map(|(middle, wish)| (middle - wish.height / 2.0, middle + wish.height / 2.0))
                .collect();
            boxes.sort_by(|one, other| one.0.total_cmp(&other.0));
            for pair in boxes.windows(2) {
                prop_assert!(pair[1].0 - pair[0].1 >= 3.0 - 1e-9);
            }
            for (top, bottom) in boxes {
                prop_assert!(top >= 10.0 - 1e-9 && bottom <= 400.0 + 1e-9);
            }
        }
    }
}
