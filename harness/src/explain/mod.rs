//! An **explanation** is a program as a picture in text, and what everybody does with it, side by side.

mod columns;
mod picture;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::fmt::Write as _;

use crate::{
    engines::Engine,
    reference::{ProfileName, Quirk},
    repro::{Subject, active_quirks},
};
use columns::{Column, columns};

/// Explains `subject`: the program, what the contract, the specification and each runtime do with it step by step, and
/// the quirks that make the difference.
///
/// What runtimes do is what their profiles say. Each of `engines` is run too and has a column of its own, under its name.
#[must_use]
pub fn explain(subject: &Subject, engines: &[&dyn Engine]) -> String {
    let mut out = format!("{}\n", words::line(&subject.title));
    if let Some(why) = &subject.why {
        let _ = writeln!(out, "{}", words::line(why));
    }
    if !subject.source.is_empty() {
        let _ = writeln!(out, "Source: {}", words::line(&subject.source.join(", ")));
    }
    out.push_str("\nThe program\n\n");
    out.push_str(&picture::picture(&subject.program));
    let columns = columns(&subject.program, engines);
    out.push_str("\nWhat happens\n\n");
    out.push_str(&table::table(&columns));
    out.push('\n');
    out.push_str(&legend(&columns));
    out.push_str(&quirks(subject));
    out
}

fn legend(columns: &[Column]) -> String {
    match columns {
        [_] => "All of them do the same.\n".to_owned(),
        [first, ..] => {
            format!(
                "+ is what a column has and {0} has not, - what {0} has and the column has not.\n",
                first.leader()
            )
        }
        [] => String::new(),
    }
}

/// The quirks that show in this program, each with the runtimes that have it.
fn quirks(subject: &Subject) -> String {
    let mut found: Vec<(Quirk, Vec<ProfileName>)> = Vec::new();
    for profile in ProfileName::RUNTIMES {
        for quirk in active_quirks(&subject.program, profile) {
            match found.iter_mut().find(|(known, _)| *known == quirk) {
                Some((_, profiles)) => profiles.push(profile),
                None => found.push((quirk, vec![profile])),
            }
        }
    }
    if found.is_empty() {
        return String::new();
    }
    let place = |quirk: Quirk| Quirk::ALL.iter().position(|&known| known == quirk);
    found.sort_by_key(|(quirk, _)| place(*quirk));
    let mut out = String::from("\nThe quirks behind it\n\n");
    for (quirk, profiles) in found {
        let facts = quirk.facts();
        let names: Vec<String> = profiles.iter().map(|profile| profile.as_str().to_owned()).collect();
        let _ = writeln!(out, "  {quirk} ({})", columns::names(&names));
        for line in words::wrapped(facts.sentence) {
            let _ = writeln!(out, "    {line}");
        }
        let _ = writeln!(out, "    It departs from the {}.", words::departs_from(facts.breaks));
        if let Some(upstream) = facts.upstream {
            let _ = writeln!(out, "    {upstream}");
        }
    }
    out
}
