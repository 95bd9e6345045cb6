//! Changes of a scenario as a tree: whatever comes out is JSON again, and much of it is still about discharge.

use proptest::{prelude::*, sample::select};

/// A JSON value. Texts, numbers and keys are as they are written, so that a map may have a key twice and a number be none.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Leaf(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

/// A change. Places are taken modulo how many there are.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A member or an item is gone.
    Delete { which: usize },
    /// It stands there twice, with the same key.
    Duplicate { which: usize },
    /// It has the key of another.
    Rename { which: usize, like: usize },
    /// Its key or text lacks a letter.
    Misspell { which: usize, letter: usize },
    /// Two values, of any kinds, change places.
    Exchange { which: usize, with: usize },
    /// It becomes a copy of another with the same key.
    CopyOfItsKind { which: usize, from: usize },
    /// It becomes a copy of another, which may be what it is part of.
    Copy { which: usize, from: usize },
    /// It becomes what stands under the same key in another scenario.
    Graft { which: usize, scenario: usize, from: usize },
    /// It becomes something else.
    Value { which: usize, by: &'static str },
    /// A number becomes another.
    Number { which: usize, by: &'static str },
    /// A text becomes one of the keys: names lead elsewhere, or round.
    Name { which: usize, to: usize },
    /// Something is put round it.
    Wrap { which: usize, round: (&'static str, &'static str) },
    /// The whole extends something.
    Extend { what: &'static str },
}

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "7",
    "-1",
    "-0.0",
    "0.5",
    "1e-9",
    "1e-300",
    "5e-324",
    "1e9",
    "1e15",
    "1e308",
    "-1e308",
    "1e999",
    "NaN",
    "Infinity",
    "-Infinity",
    "\"3\"",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "18446744073709551616",
    "100000",
    "36525",
    "24",
    "100",
    "0.999999",
];

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "{}",
    "[]",
    "[[]]",
    "[null]",
    "\"\"",
    "\" \"",
    "0",
    "-1",
    "1e15",
    "\"unlimited\"",
    "\"the_rest\"",
    "\"always\"",
    "\"closed\"",
    "\"nothing\"",
    "\"2999-12-31\"",
    "\"0000-01-01\"",
    "\"2026-02-30\"",
    "\"00:00-00:00\"",
    "{ \"steps\": {} }",
    "{ \"ramp\": { \"2026-05-01\": 3 } }",
    "{ \"steps\": { \"2026-05-01\": \"unlimited\" } }",
    "{ \"empirical\": { \"values_days\": [] } }",
    "{ \"fixed\": { \"days\": 0 } }",
    "{ \"mixture\": [] }",
    "{ \"exponential\": { \"mean_days\": 1e9 } }",
    "{ \"value\": null }",
    "{ \"csv\": { \"file\": \"none.csv\" } }",
    "\"\u{1f3e5}\"",
    "\"a.b\"",
    "\"\\ud800\"",
    "{ \"\": 1 }",
];

const ROUND: &[(&str, &str)] = &[
    ("[", "]"),
    ("{ \"value\": ", " }"),
    ("{ \"value\": { \"value\": ", " } }"),
    ("{ \"steps\": { \"2026-03-01\": ", " } }"),
    ("{ \"a\": ", " }"),
];

const EXTENDED: &[&str] = &[
    "\"fuzzed\"",
    "\"southampton-2021\"",
    "\"southampton-home-first\"",
    "\"examples/units\"",
    "\"none\"",
    "[]",
    "7",
    "\"\"",
];

/// Any change.
pub(crate) fn any_change() -> impl Strategy<Value = Change> {
    let place = || any::<usize>();
    prop_oneof![
        4 => place().prop_map(|which| Change::Delete { which }),
        1 => place().prop_map(|which| Change::Duplicate { which }),
        2 => (place(), place()).prop_map(|(which, like)| Change::Rename { which, like }),
        1 => (place(), place()).prop_map(|(which, letter)| Change::Misspell { which, letter }),
        2 => (place(), place()).prop_map(|(which, with)| Change::Exchange { which, with }),
        3 => (place(), place()).prop_map(|(which, from)| Change::CopyOfItsKind { which, from }),
        2 => (place(), place()).prop_map(|(which, from)| Change::Copy { which, from }),
        4 => (place(), place(), place()).prop_map(|(which, scenario, from)| Change::Graft { which, scenario, from }),
        3 => (place(), select(VALUES)).prop_map(|(which, by)| Change::Value { which, by }),
        4 => (place(), select(NUMBERS)).prop_map(|(which, by)| Change::Number { which, by }),
        4 => (place(), place()).prop_map(|(which, to)| Change::Name { which, to }),
        1 => (place(), select(ROUND)).prop_map(|(which, round)| Change::Wrap { which, round }),
        1 => select(EXTENDED).prop_map(|what| Change::Extend { what }),
    ]
}

impl Change {
    /// Changes a tree; `others` are trees from which it may take something.
    pub(crate) fn apply(&self, tree: &mut Tree, others: &[Tree]) {
        let places = tree.places(&|_, _| true);
        if places.is_empty() {
            return;
        }
        // Every other change is of something near the root: there are few such places, and much hangs on them.
        let near_root: Vec<&Vec<usize>> = places.iter().filter(|place| place.len() <= 3).collect();
        let at = |number: usize| match number % 2 {
            0 => near_root[number / 2 % near_root.len()].clone(),
            _ => places[number / 2 % places.len()].clone(),
        };
        match *self {
            Self::Delete { which } => tree.delete(&at(which)),
            Self::Duplicate { which } => tree.parent(&at(which), |parent, place| match parent {
                Tree::Map(members) => members.push(members[place].clone()),
                Tree::List(items) => items.push(items[place].clone()),
                Tree::Leaf(_) => {}
            }),
            Self::Rename { which, like } => {
                let keys = tree.keys();
                tree.rename(&at(which), |_| keys.get(like % keys.len().max(1)).cloned());
            }
            Self::Misspell { which, letter } => tree.rename(&at(which), |key| without_a_letter(key, letter)),
            Self::Exchange { which, with } => {
                let (one, other) = (tree.at(&at(which)).clone(), tree.at(&at(with)).clone());
                // The one may be part of the other: then only the outer one is there to be changed.
                tree.put(&at(which), other);
                if tree.has(&at(with)) {
                    tree.put(&at(with), one);
                }
            }
            Self::CopyOfItsKind { which, from } => {
                let key = tree.key(&at(which));
                let alike = tree.places(&|of, _| of == key);
                let copy = tree.at(&alike[from % alike.len()]).clone();
                tree.put(&at(which), copy);
            }
            Self::Copy { which, from } => {
                let copy = tree.at(&at(from)).clone();
                tree.put(&at(which), copy);
            }
            Self::Graft { which, scenario, from } => {
                let key = tree.key(&at(which));
                let other = &others[scenario % others.len()];
                let alike = other.places(&|of, _| of == key);
                if let Some(place) = alike.get(from % alike.len().max(1)) {
                    tree.put(&at(which), other.at(place).clone());
                }
            }
            Self::Value { which, by } => tree.put(&at(which), Tree::Leaf(by.to_owned())),
            Self::Number { which, by } => {
                let numbers = tree.places(&|_, value| matches!(value, Tree::Leaf(text) if !text.starts_with('"')));
                if !numbers.is_empty() {
                    tree.put(&numbers[which % numbers.len()], Tree::Leaf(by.to_owned()));
                }
            }
            Self::Name { which, to } => {
                let texts = tree.places(&|_, value| matches!(value, Tree::Leaf(text) if text.starts_with('"')));
                let keys = tree.keys();
                if !texts.is_empty() && !keys.is_empty() {
                    tree.put(&texts[which % texts.len()], Tree::Leaf(keys[to % keys.len()].clone()));
                }
            }
            Self::Wrap { which, round: (before, after) } => {
                let within = tree.at(&at(which)).text();
                tree.put(&at(which), Tree::Leaf(format!("{before}{within}{after}")));
            }
            Self::Extend { what } => {
                if let Tree::Map(members) = tree {
                    members.retain(|(key, _)| key != "\"extends\"");
                    members.push(("\"extends\"".to_owned(), Tree::Leaf(what.to_owned())));
                }
            }
        }
    }
}

/// The tree without each of its parts, with each misspelt, and with nothing in each.
pub(crate) fn with_each_part_wrong(tree: &Tree) -> impl Iterator<Item = Tree> {
    let places = tree.places(&|_, _| true);
    let nothing = |place: &Vec<usize>| match tree.at(place) {
        Tree::Map(_) => "{}",
        Tree::List(_) => "[]",
        Tree::Leaf(_) => "null",
    };
    places.into_iter().flat_map(move |place| {
        let mut wrong = [tree.clone(), tree.clone(), tree.clone()];
        wrong[0].delete(&place);
        wrong[1].rename(&place, |key| without_a_letter(key, 2));
        wrong[2].put(&place, Tree::Leaf(nothing(&place).to_owned()));
        wrong
    })
}

/// A key or text in quotes without one of its letters.
fn without_a_letter(text: &str, letter: usize) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let inner = letters.len().checked_sub(2).filter(|&inner| inner > 0)?;
    let gone = 1 + letter % inner;
    Some(letters.iter().enumerate().filter(|(place, _)| *place != gone).map(|(_, letter)| letter).collect())
}

impl Tree {
    /// Of a text that is JSON with comments.
    pub(crate) fn of(text: &str) -> Self {
        let tokens = tokens(text);
        let (tree, rest) = Self::parse(&tokens);
        assert!(rest.is_empty(), "the text goes on after its value");
        tree
    }

    fn parse<'a>(tokens: &'a [&'a str]) -> (Self, &'a [&'a str]) {
        let (first, mut rest) = tokens.split_first().expect("a value");
        match *first {
            "{" => {
                let mut members = Vec::new();
                while rest[0] != "}" {
                    let (value, after) = Self::parse(&rest[2..]);
                    members.push((rest[0].to_owned(), value));
                    rest = &after[usize::from(after[0] == ",")..];
                }
                (Self::Map(members), &rest[1..])
            }
            "[" => {
                let mut items = Vec::new();
                while rest[0] != "]" {
                    let (value, after) = Self::parse(rest);
                    items.push(value);
                    rest = &after[usize::from(after[0] == ",")..];
                }
                (Self::List(items), &rest[1..])
            }
            leaf => (Self::Leaf(leaf.to_owned()), rest),
        }
    }

    /// As text again.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Leaf(leaf) => text.push_str(leaf),
            Self::List(items) => {
                text.push('[');
                for (place, item) in items.iter().enumerate() {
                    text.push_str(if place > 0 { ", " } else { "" });
                    item.write(text);
                }
                text.push(']');
            }
            Self::Map(members) => {
                text.push('{');
                for (place, (key, value)) in members.iter().enumerate() {
                    text.push_str(if place > 0 { ",\n" } else { "" });
                    text.push_str(key);
                    text.push_str(": ");
                    value.write(text);
                }
                text.push('}');
            }
        }
    }

    fn children(&self) -> Vec<(&str, &Self)> {
        match self {
            Self::Leaf(_) => Vec::new(),
            Self::List(items) => items.iter().map(|item| ("", item)).collect(),
            Self::Map(members) => members.iter().map(|(key, value)| (key.as_str(), value)).collect(),
        }
    }

    /// The places of all below it that are wanted, by key and value.
    fn places(&self, is_wanted: &dyn Fn(&str, &Self) -> bool) -> Vec<Vec<usize>> {
        let mut places = Vec::new();
        let mut path = Vec::new();
        self.gather(is_wanted, &mut path, &mut places);
        places
    }

    fn gather(&self, is_wanted: &dyn Fn(&str, &Self) -> bool, path: &mut Vec<usize>, places: &mut Vec<Vec<usize>>) {
        for (number, (key, child)) in self.children().into_iter().enumerate() {
            path.push(number);
            if is_wanted(key, child) {
                places.push(path.clone());
            }
            child.gather(is_wanted, path, places);
            path.pop();
        }
    }

    fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        for (key, child) in self.children() {
            if !key.is_empty() {
                keys.push(key.to_owned());
            }
            keys.extend(child.keys());
        }
        keys
    }

    fn has(&self, path: &[usize]) -> bool {
        path.split_first()
            .is_none_or(|(first, rest)| self.children().get(*first).is_some_and(|child| child.1.has(rest)))
    }

    fn at(&self, path: &[usize]) -> &Self {
        path.iter().fold(self, |tree, &place| tree.children()[place].1)
    }

    /// The key under which something stands.
    fn key(&self, path: &[usize]) -> String {
        let (last, parents) = path.split_last().expect("a place below the root");
        self.at(parents).children()[*last].0.to_owned()
    }

    fn at_mut(&mut self, path: &[usize]) -> &mut Self {
        path.iter().fold(self, |tree, &place| match tree {
            Self::List(items) => &mut items[place],
            Self::Map(members) => &mut members[place].1,
            Self::Leaf(_) => panic!("nothing is below a leaf"),
        })
    }

    fn put(&mut self, path: &[usize], value: Self) {
        *self.at_mut(path) = value;
    }

    fn delete(&mut self, path: &[usize]) {
        self.parent(path, |parent, place| match parent {
            Self::Map(members) => drop(members.remove(place)),
            Self::List(items) => drop(items.remove(place)),
            Self::Leaf(_) => {}
        });
    }

    fn parent(&mut self, path: &[usize], change: impl FnOnce(&mut Self, usize)) {
        let (last, parents) = path.split_last().expect("a place below the root");
        change(self.at_mut(parents), *last);
    }

    fn rename(&mut self, path: &[usize], name: impl FnOnce(&str) -> Option<String>) {
        self.parent(path, |parent, place| {
            if let Self::Map(members) = parent
                && let Some(name) = name(&members[place].0)
            {
                members[place].0 = name;
            }
        });
    }
}

/// Brackets, colons, commas, and everything else by word; comments are left out.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            let mut is_escaped = false;
            let end = rest[1..].find(|char| {
                let ends = char == '"' && !is_escaped;
                is_escaped = char == '\\' && !is_escaped;
                ends
            });
            end.expect("texts end") + 2
        } else if "{}[]:,".contains(first) {
            1
        } else {
            rest.find(|char: char| "{}[]:,/".contains(char) || char.is_whitespace()).unwrap_or(rest.len())
        };
        if !rest.starts_with("//") && !rest.starts_with("/*") {
            found.push(&rest[..length]);
        }
        rest = rest[length..].trim_start();
    }
    found
}
