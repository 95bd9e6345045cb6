//! Every command that `--help` and the documents show can be carried out.
//!
//! Each `--help` and each document has a folder of its own, in which its commands run in their order, so that one may use what
//! an earlier one wrote. They find there `my.json`, as `wardflow init` writes it but for fewer days and patients, `plan.json`, as
//! `wardflow sweep --example` prints it, `counted.csv`, a table of somebody's own (for documents the one of `docs/gallery`), and the
//! files that the document itself shows.
//! Runs have few replications. What the documents show of what is printed is compared by `docs/figures.py`.
//!
//! Commands within sentences (code that begins with `wardflow`) often leave things out, so they are only read: the command and its
//! options must be there, and values must be of their kind.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::support::{data, end, folder};

/// Commands of the documents that are not carried out here, by their beginning, and why.
const LEFT_OUT: [(&str, &str); 8] = [
    ("cargo test", "tests do not run tests"),
    ("cargo build", "the program is built already"),
    ("python3 docs/figures.py", "takes minutes, and changes the documents"),
    ("wardflow merge part-*", "needs what the other machines of a cluster wrote"),
    ("wardflow report --preset winter", "other tests make the winter pack"),
    ("cargo run --release -- report --preset winter", "the same"),
    ("array=$(sbatch", "needs a cluster"),
    ("sbatch", "needs a cluster"),
];

/// Examples of `--help` that are not carried out here, and why.
const TOO_LONG: [(&str, &str); 3] = [
    ("wardflow report --preset winter --out winter.html", "other tests make the winter pack"),
    ("wardflow verify", "other tests run the cases of the pack"),
    ("wardflow verify --long --out verification.md", "takes many minutes"),
];

const COMMANDS: [&str; 14] = [
    "", "run", "compare", "check", "explain", "trace", "sweep", "merge", "plot", "report", "init", "schema", "verify",
    "list",
];

#[test]
fn every_example_of_the_help_runs_on_what_init_writes() {
    for name in COMMANDS {
        let folder = prepared();
        let asked: Vec<&str> = [name, "--help"].into_iter().filter(|argument| !argument.is_empty()).collect();
        let help = data(&folder, &asked);
        let (_, after) = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("{name} has no examples"));
        let examples: Vec<&str> =
            after.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix("    ")).collect();
        assert!(examples.iter().any(|example| example.starts_with("wardflow")), "{name} has no examples");
        for example in examples {
            assert_eq!(fault_of_command(example), None, "{example}");
            if !TOO_LONG.iter().any(|&(long, _)| long == example) {
                carry_out(&folder, example);
            }
        }
    }
}

#[test]
fn every_command_of_the_documents_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut carried_out = 0;
    for page in pages(&root) {
        let folder = prepared();
        fs::copy(root.join("docs/gallery/counted.csv"), folder.path().join("counted.csv")).unwrap();
        for block in blocks(&fs::read_to_string(&page).unwrap()) {
            if let Some(name) = block.shown_file() {
                fs::write(folder.path().join(name), &block.text).unwrap();
            }
            for line in block.shell_lines() {
                let place = format!("{}: {line}", page.display());
                if let Some(comment) = line.strip_prefix('#') {
                    assert_eq!(fault_of_comment(comment), None, "{place}");
                    continue;
                }
                if LEFT_OUT.iter().any(|(beginning, _)| line.starts_with(beginning)) {
                    continue;
                }
                assert_eq!(fault_of_command(line), None, "{place}");
                let command =
                    line.strip_prefix("cargo run --release").map(|rest| rest.strip_prefix(" --").unwrap_or(rest));
                carry_out(&folder, &command.map_or(line.to_owned(), |rest| format!("wardflow{rest}")));
                carried_out += 1;
            }
        }
    }
    assert!(carried_out > 20, "{carried_out} commands");
}

#[test]
fn every_command_within_a_sentence_is_understood() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = folder();
    let mut read = 0;
    for page in pages(&root) {
        for command in commands_within_sentences(&fs::read_to_string(&page).unwrap()) {
            let place = format!("{}: {command}", page.display());
            assert_eq!(fault_of_command(&command), None, "{place}");
            let words = filled_in(words(&command));
            // Called for its help, the program reads all that stands before, and does nothing.
            let asked: Vec<&str> = words.iter().skip(1).map(String::as_str).chain(["--help"]).collect();
            let ended = end(&folder, &asked);
            assert_eq!(ended.code, 0, "{place}\n{}", ended.notes);
            read += 1;
        }
    }
    assert!(read > 20, "{read} commands");
}

#[test]
fn a_command_that_is_not_there_is_found_within_a_sentence() {
    let folder = folder();
    let text = "Call `wardflow run\nFILE --shard 1/2`, not `run` or `wardflow`.\n```sh\nwardflow check my.json\n```\n";
    assert_eq!(commands_within_sentences(text), ["wardflow run FILE --shard 1/2"]);
    assert_ne!(end(&folder, &["run", "1", "--shard", "1/2", "--help"]).code, 0);
    assert_ne!(end(&folder, &["walk", "--help"]).code, 0);
    let filled = filled_in(words("wardflow sweep PLAN --shard K/N --vary PATH=A,B... P2"));
    assert_eq!(filled.join(" "), "wardflow sweep 1 --shard 1/1 --vary 1=1,1 P2");
}

#[test]
fn what_a_shell_would_misunderstand_is_found() {
    assert!(fault_of_command("wardflow run my.json  # runs it").is_some());
    assert!(fault_of_command("wardflow run my.json \\").is_some());
    assert!(fault_of_command("wardflow run --set 'a=1'").is_some());
    assert!(fault_of_comment(" What doesn't work").is_some());
    assert_eq!(fault_of_command("wardflow compare my.json --what-if \"a.b=1; c.d=2\" > my.txt"), None);
    assert_eq!(fault_of_comment(" Runs it, with tables and a picture"), None);
}

/// README and the pages of `docs`.
fn pages(root: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|end| end == "md")).chain([root.join("README.md")]).collect()
}

/// The code within a document's sentences that begins with `wardflow` and goes on.
fn commands_within_sentences(document: &str) -> Vec<String> {
    let mut prose = String::new();
    let mut is_fenced = false;
    for line in document.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    let codes = prose.split('`').skip(1).step_by(2).map(|code| code.split_whitespace().collect::<Vec<_>>().join(" "));
    codes.filter(|code| code.starts_with("wardflow ")).collect()
}

/// The words with a 1, which may be a name or a number, for each placeholder: a word in capitals, whatever signs stand about it.
fn filled_in(words: Vec<String>) -> Vec<String> {
    let filled = |word: String| {
        let parts = word.trim_end_matches("...").split_inclusive(|sign: char| !sign.is_ascii_alphanumeric());
        let parts = parts.map(|part| {
            let name = part.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric());
            let stands_for_another = !name.is_empty() && name.bytes().all(|letter| letter.is_ascii_uppercase());
            if stands_for_another { format!("1{}", &part[name.len()..]) } else { part.to_owned() }
        });
        parts.collect()
    };
    words.into_iter().map(filled).collect()
}

/// What keeps a command from working wherever it is pasted: in bash, in zsh (the shell of macOS), in PowerShell and in cmd.exe.
fn fault_of_command(line: &str) -> Option<&'static str> {
    [
        ('#', "comments stand above commands: zsh and cmd.exe take them for arguments"),
        ('\'', "cmd.exe knows double quotation marks only"),
        ('\\', "only some shells go on in the next line after a backslash"),
        ('$', "variables are written otherwise in every shell"),
        ('&', "one command a line: older PowerShells have no &&"),
    ]
    .into_iter()
    .find_map(|(sign, fault)| line.contains(sign).then_some(fault))
}

/// What keeps a line of comment from being harmless where `#` begins none, as when pasted into zsh.
fn fault_of_comment(comment: &str) -> Option<char> {
    comment.chars().find(|&sign| !(sign.is_alphanumeric() || " ,.:-/".contains(sign)))
}

fn prepared() -> TempDir {
    let folder = folder();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    data(&folder, &["init", "my.json"]);
    let written = fs::read_to_string(folder.path().join("my.json")).unwrap();
    let shorter = written.replace("\"days\": 365,", "\"days\": 60, \"warm_up_days\": 30, \"replications\": 3,");
    // Far from its limit, so that nobody has to find out how far.
    let quieter = shorter.replace("\"per_day\": 40", "\"per_day\": 20");
    assert!(written != shorter && shorter != quieter);
    write("my.json", &quieter);
    write("plan.json", &data(&folder, &["sweep", "--example"]));
    let counts = (1..=28).map(|day| format!("2026-02-{day:02},{}\n", 40 + day * day % 7));
    write("counted.csv", &format!("date,value\n{}", counts.collect::<String>()));
    folder
}

/// Runs a command line, with few replications; its end must be a good one.
fn carry_out(folder: &TempDir, line: &str) {
    let (command, into) = line.split_once(" > ").map_or((line, None), |(command, file)| (command, Some(file)));
    let mut words = words(command);
    assert_eq!(words.remove(0), "wardflow", "{line}");
    if words.first().is_some_and(|first| first == "init") {
        // `init` replaces nothing, so the file of the same name makes way.
        fs::remove_file(folder.path().join(words.get(1).map_or("scenario.json", String::as_str))).ok();
    }
    quicken(&mut words);
    let ended = end(folder, &words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ended.code, 0, "{line}\n{}", ended.notes);
    if let Some(file) = into {
        fs::write(folder.path().join(file), ended.data).unwrap();
    }
}

/// Two replications for whatever runs a scenario.
fn quicken(words: &mut Vec<String>) {
    if words.is_empty() {
        words.push("run".into());
    }
    if let Some(place) = words.iter().position(|word| word == "-n") {
        words[place + 1] = "2".into();
        return;
    }
    let says = |option: &str| words.iter().any(|word| word == option);
    let runs = match words[0].as_str() {
        "run" => !says("--precision"),
        "compare" => true,
        "sweep" => !says("--example"),
        // Of folders a page is made as they are.
        "report" => says("--preset") || words.iter().any(|word| is_json(word)),
        _ => false,
    };
    if runs {
        words.extend(["-n".into(), "2".into()]);
    }
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "json")
}

/// The words of a command line, as every shell divides it.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![];
    for (number, part) in line.split('"').enumerate() {
        if number % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// A fenced block of a document.
struct Block {
    language: String,
    text: String,
}

impl Block {
    /// The file that the block shows, if its first line is a comment with the file's name.
    fn shown_file(&self) -> Option<&str> {
        let name = self.text.lines().next()?.strip_prefix("// ")?;
        (self.language == "jsonc" && is_json(name)).then_some(name)
    }

    /// The lines that somebody would paste into a shell; a script is a file, and none.
    fn shell_lines(&self) -> impl Iterator<Item = &str> {
        let pasted = ["sh", ""].contains(&self.language.as_str()) && !self.text.starts_with("#!");
        self.text.lines().filter(move |line| pasted && !line.is_empty())
    }
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = vec![];
    let mut open: Option<Block> = None;
    for line in document.lines() {
        match (line.trim_start().strip_prefix("```"), open.as_mut()) {
            (Some(language), None) => open = Some(Block { language: language.into(), text: String::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}
