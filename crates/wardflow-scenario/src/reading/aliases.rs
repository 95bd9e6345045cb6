//! Other words for lists of a scenario, which mean the same wherever they are written.

use super::path::Path;
use super::problem::{Problem, codes};
use super::tree::{Kind, Node};

/// The other word, and the one by which the list is known everywhere else.
pub(crate) const ALIASES: [(&str, &str); 1] = [("care_transfer_hubs", "spoas")];

/// The word by which a list is known.
pub(super) fn known(key: &str) -> &str {
    ALIASES.iter().find(|(other, _)| *other == key).map_or(key, |(_, known)| known)
}

/// Calls the lists at the root of a file as they are known; one that stands there under both words is reported.
pub(super) fn rename(root: &mut Node, problems: &mut Vec<Problem>) {
    let Kind::Object(members) = &mut root.kind else { return };
    for (other, known) in ALIASES {
        let is_there = members.iter().any(|member| member.key == known);
        let Some(at) = members.iter().position(|member| member.key == other) else { continue };
        if is_there {
            let place = Some(members.remove(at).key_place);
            let what = format!("`{other}` is another word for `{known}`, which stands here, too");
            problems.push(Problem::error(
                codes::DUPLICATE,
                Path::of([other]),
                place,
                what,
                "write all of it into one of them",
            ));
        } else {
            known.clone_into(&mut members[at].key);
        }
    }
}
