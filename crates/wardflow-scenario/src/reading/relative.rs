//! Relative changes, `path+=2`, `path-=10%`, `path*=1.1`: worked out from what holds before them.

use super::dated::is_by_date;
use super::meant::meant;
use super::parse::number;
use super::path::Path;
use super::tree::{Kind, Member, Node, Number};
use super::words::{list, shown};

/// Digits that are kept of what was worked out: a tenth more than 60 is 66, not 66.00000000000001.
const DIGITS: usize = 12;

/// A change of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Relative {
    Plus(Number),
    Minus(Number),
    Times(f64),
}

/// What is wrong, and the remedy.
pub(super) type Fault = (String, String);

impl Relative {
    /// The change that an operator and what follows its `=` mean; `path` is what they change.
    ///
    /// # Errors
    /// If that is no number.
    pub(super) fn read(operator: char, text: &str, path: &Path) -> Result<Self, Fault> {
        let text = text.trim();
        // A plan of a sweep holds percentages as texts.
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let percent = text.strip_suffix('%').map(str::trim_end);
        let amount = number(percent.unwrap_or(text));
        match (operator, amount, percent.is_some()) {
            ('+', Some(amount), false) => Ok(Self::Plus(amount)),
            ('-', Some(amount), false) => Ok(Self::Minus(amount)),
            ('*', Some(amount), false) => Ok(Self::Times(amount.to_f64())),
            ('+', Some(amount), true) => Ok(Self::Times(1.0 + amount.to_f64() / 100.0)),
            ('-', Some(amount), true) => Ok(Self::Times(1.0 - amount.to_f64() / 100.0)),
            (_, Some(_), true) => {
                let what = "a percentage multiplies nothing".to_owned();
                Err((what, format!("write `{path}+=...%` for so much more, or a number without `%`")))
            }
            _ => {
                let what = format!("`{}` is no number", shown(text));
                let remedy = match meant(text).filter(|meant| !meant.is_percent && !meant.is_too_large()) {
                    Some(meant) => format!("write `{path}{operator}={}`", meant.number()),
                    None if operator == '*' => "write a number after the `=`".to_owned(),
                    None => "write a number or a percentage after the `=`".to_owned(),
                };
                Err((what, remedy))
            }
        }
    }

    /// What stands at `path` with all its numbers changed: a number, or numbers by date.
    ///
    /// # Errors
    /// If there is something else.
    pub(super) fn of(self, node: &Node, path: &Path) -> Result<Node, Fault> {
        let kind = match &node.kind {
            Kind::Number(number) => Kind::Number(self.number(*number, path)?),
            Kind::Object(members) if is_by_date(node) => Kind::Object(self.dates(members, path)?),
            Kind::Text(text) if text == "unlimited" => {
                let what = format!("`{path}` is unlimited, and stays so whatever is added or taken away");
                return Err((what, "set a number first, by `=`".into()));
            }
            Kind::Object(members) => {
                let numbers = members.iter().filter(|member| matches!(member.node.kind, Kind::Number(_)));
                let numbers: Vec<&str> = numbers.map(|member| member.key.as_str()).collect();
                let remedy = if numbers.is_empty() {
                    "name a path that leads to a number".to_owned()
                } else {
                    format!("name a number in it: {}", list(numbers))
                };
                return Err((format!("`{path}` is an object, not a number"), remedy));
            }
            _ => {
                let what = format!("`{path}` is {}, not a number", node.describe());
                return Err((what, "name a path that leads to a number".into()));
            }
        };
        Ok(Node { kind, annotation: None, ..node.clone() })
    }

    /// The members of numbers by date: dates under `steps` or `ramp`, and what holds before them.
    fn dates(self, members: &[Member], path: &Path) -> Result<Vec<Member>, Fault> {
        let mut changed = Vec::with_capacity(members.len());
        for Member { key, key_place, node } in members {
            let at = path.join(key);
            let node = match &node.kind {
                Kind::Null => node.clone(),
                Kind::Object(dates) if !is_by_date(node) => {
                    Node { kind: Kind::Object(self.dates(dates, &at)?), ..node.clone() }
                }
                _ => self.of(node, &at)?,
            };
            changed.push(Member { key: key.clone(), key_place: *key_place, node });
        }
        Ok(changed)
    }

    fn number(self, number: Number, path: &Path) -> Result<Number, Fault> {
        if let (Self::Plus(amount) | Self::Minus(amount), Some(base)) = (self, whole(number))
            && let Some(amount) = whole(amount)
        {
            let sum = if matches!(self, Self::Plus(_)) { base + amount } else { base - amount };
            let sum = u64::try_from(sum).map(Number::Unsigned).or_else(|_| i64::try_from(sum).map(Number::Negative));
            return sum.map_err(|_| too_large(path));
        }
        let base = number.to_f64();
        let exact = match self {
            Self::Plus(amount) => base + amount.to_f64(),
            Self::Minus(amount) => base - amount.to_f64(),
            Self::Times(factor) => base * factor,
        };
        let rounded: f64 = format!("{exact:.*e}", DIGITS - 1).parse().unwrap_or(exact);
        if !rounded.is_finite() {
            return Err(too_large(path));
        }
        Ok(if rounded.fract() == 0.0 && (0.0..1e15).contains(&rounded) {
            Number::Unsigned(rounded as u64)
        } else {
            Number::Float(rounded)
        })
    }
}

fn whole(number: Number) -> Option<i128> {
    match number {
        Number::Unsigned(n) => Some(n.into()),
        Number::Negative(n) => Some(n.into()),
        Number::Float(_) => None,
    }
}

fn too_large(path: &Path) -> Fault {
    (format!("`{path}` becomes too large a number"), "change it by less".into())
}
