//! The call that makes a report again.

use std::path::Path;

use super::Report;

/// The call, without folders of this machine.
pub(super) fn line(arguments: &Report) -> String {
    let mut words = vec!["wardflow".to_owned(), "report".into()];
    if arguments.preset.is_some() {
        words.extend(["--preset".into(), "winter".into()]);
    }
    words.extend(arguments.sources.iter().map(|name| quoted(&without_folders(name))));
    let mut add = |option: &str, value: &str| words.extend([option.to_owned(), quoted(value)]);
    arguments.what_ifs.iter().for_each(|what_if| add("--what-if", what_if));
    arguments.changes.iter().for_each(|change| add("--set", change));
    if let Some(replications) = arguments.replications {
        add("--replications", &replications.to_string());
    }
    if let Some(seed) = arguments.seed {
        add("--seed", &seed.to_string());
    }
    arguments.names.iter().for_each(|name| add("--name", name));
    if let Some(title) = &arguments.title {
        add("--title", title);
    }
    words.join(" ")
}

/// The name of a file; of the scenario of a run that of its folder too.
fn without_folders(name: &str) -> String {
    let path = Path::new(name);
    let is_of_a_run = path.ends_with("scenario.json");
    let parts = [path.parent().and_then(Path::file_name).filter(|_| is_of_a_run), path.file_name()];
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.is_empty() { name.to_owned() } else { parts.join("/") }
}

/// As every shell takes it for one word: in double quotation marks, the only ones that cmd.exe knows, unless another shell would
/// read something into what they hold.
fn quoted(word: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_./=:,".contains(char);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if !word.contains(['"', '$', '`', '\\', '!']) {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(quoted("services.d2a.beds=30"), "services.d2a.beds=30");
        assert_eq!(quoted("a=1; b='x'"), r#""a=1; b='x'""#);
        assert_eq!(quoted(r#"a="x's""#), r#"'a="x'\''s"'"#);
    }

    #[test]
    fn no_folder_of_this_machine_is_told() {
        let names = ["/home/me/my.json", "/home/me/today/scenario.json", "southampton-winter"];
        assert_eq!(names.map(without_folders), ["my.json", "today/scenario.json", "southampton-winter"]);
    }
}
