//! Measures of referrals from the community.

use super::{Catalogue, Group, Unit, mean_days, per_day, percent};
use crate::{model::Model, tally::CohortTally};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    for (c, cohort) in model.cohorts.iter().enumerate() {
        let Some(step_up) = &cohort.step_up else { continue };
        let of = |what: &str| format!("cohorts.{}.{what}", cohort.name);
        let name = &cohort.title;
        let group = Group::StepUp;
        book.sums(
            group,
            &of("referrals"),
            Unit::PeoplePerDay,
            &format!("{name}: referrals"),
            "People referred from the community.",
            move |t| per_day(t.cohorts[c].referrals, t),
        )
        .in_headline();
        let answer = if step_up.answer.is_some() {
            "staff took up"
        } else {
            "got care, which is the answer where no staff are named,"
        };
        book.sums(
            group,
            &of("answered_in_2_hours"),
            Unit::Percent,
            &format!("{name}: answered in 2 hours"),
            &format!("Referrals that {answer} within 2 hours, of those answered and those whose wait ended without an answer."),
            move |t| {
                let CohortTally { answers, answered_in_2_hours, unanswered, .. } = &t.cohorts[c];
                percent(*answered_in_2_hours, answers.count + unanswered)
            },
        )
        .in_headline();
        book.sums(
            group,
            &of("wait_for_answer"),
            Unit::Days,
            &format!("{name}: wait for an answer"),
            &format!("Mean time of referrals that {answer}, from the referral until then."),
            move |t| mean_days(&t.cohorts[c].answers),
        );
        book.still(
            group,
            &of("still_waiting_for_answer"),
            &format!("{name}: still waiting for an answer at the end"),
            "People referred who had no answer when the run ended; their waits are in no mean wait.",
            move |end| end.answer[c],
        );
        book.sums(
            group,
            &of("refused"),
            Unit::Percent,
            &format!("{name}: refused"),
            "Referrals refused, of all that were refused or got what they need: out of hours, not suitable, or for want of \
             capacity.",
            move |t| percent(t.cohorts[c].refused, t.cohorts[c].refused + t.cohorts[c].got_care),
        )
        .in_headline();
        book.sums(
            group,
            &of("refused_came"),
            Unit::PeoplePerDay,
            &format!("{name}: came to the front door instead"),
            "People whose referral was refused and who came to the front door.",
            move |t| per_day(t.cohorts[c].refused_came, t),
        )
        .in_headline();
    }
}
