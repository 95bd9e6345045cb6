//! `--what-if 'PATH=VALUE; PATH=VALUE'`: changes in one argument.

/// A text that has changes.
pub(crate) fn written(text: &str) -> Result<String, String> {
    if changes(text).is_empty() { Err("write it as path.to.key=value".into()) } else { Ok(text.to_owned()) }
}

/// The changes, split at every semicolon that stands in no quoted text; empty ones are left out.
pub(crate) fn changes(text: &str) -> Vec<String> {
    let mut changes = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for char in text.chars() {
        match char {
            ';' if !quoted => changes.push(String::new()),
            _ => {
                quoted ^= char == '"' && !escaped;
                if let Some(change) = changes.last_mut() {
                    change.push(char);
                }
            }
        }
        escaped = quoted && char == '\\' && !escaped;
    }
    changes.iter().map(|change| change.trim().to_owned()).filter(|change| !change.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_end_at_semicolons() {
        assert_eq!(changes("a.b=1; c=2;"), ["a.b=1", "c=2"]);
        assert_eq!(changes(r#"title="one; \"two;\""; days=7"#), [r#"title="one; \"two;\"""#, "days=7"]);
        assert!(changes(" ; ").is_empty());
    }
}
