//! Combinations that are left out.

use super::axes::{Axis, scalar_text};
use crate::{
    corpus::decode::sentence,
    program::document::{Entry, Mistake, Node, Sink, did_you_mean, list_words, quote},
};

/// The combinations that `except` keeps.
pub(super) fn leave_out(
    except: Option<&Entry>,
    axes: &[Axis<'_>],
    mut combinations: Vec<Vec<usize>>,
    sink: &mut Sink,
) -> Option<Vec<Vec<usize>>> {
    let Some(except) = except else { return Some(combinations) };
    for item in sink.list(&except.value, "`except`")? {
        let Some(fixed) = read(item, axes, sink) else { continue };
        let before = combinations.len();
        combinations.retain(|rows| !fixed.iter().all(|(axis, row)| rows[*axis] == *row));
        if combinations.len() == before {
            sink.report(
                Mistake::at(item.span, "this leaves out nothing that was not left out before")
                    .help("take it out of `except`"),
            );
        }
    }
    if combinations.is_empty() {
        sink.report(
            Mistake::at(except.key.span, "`except` leaves out every combination").help("keep at least one"),
        );
        return None;
    }
    Some(combinations)
}

/// The axes that an item fixes, and the rows it fixes them to, by their places.
fn read(item: &Node, axes: &[Axis<'_>], sink: &mut Sink) -> Option<Vec<(usize, usize)>> {
    let entries = sink.map(item, "an item of `except`")?;
    let mut fixed = Vec::new();
    let mut has_why = false;
    let mut whole = true;
    for entry in entries {
        let key = entry.key.text.as_str();
        if key == "why" {
            has_why = sentence(&entry.value, "`why`", sink).is_some();
            continue;
        }
        let Some(at) = axes.iter().position(|axis| axis.name == key) else {
            let known: Vec<_> = axes.iter().map(|axis| axis.name).chain(["why"]).collect();
            sink.unknown_key(entry, "an item of `except`", &known);
            whole = false;
            continue;
        };
        let rows = &axes[at].rows;
        let name = scalar_text(&entry.value, sink).unwrap_or_default();
        if let Some(row) = rows.iter().position(|row| row.name == name) {
            fixed.push((at, row));
            continue;
        }
        let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
        let mut mistake =
            Mistake::at(entry.value.span, format!("the axis {} has no row {}", quote(key), quote(&name)));
        if let Some(meant) = did_you_mean(&name, names.iter().copied()) {
            mistake = mistake.label(format!("did you mean `{meant}`?"));
        }
        sink.report(mistake.help(format!("its rows are {}", list_words(&names))));
        whole = false;
    }
    if !has_why {
        sink.report(
            Mistake::at(item.span, "this does not say why a combination is left out")
                .help("add `why: One sentence.`"),
        );
    }
    if fixed.is_empty() && whole {
        sink.report(
            Mistake::at(item.span, "this names no axis").help("write which row of which axis is left out"),
        );
        return None;
    }
    whole.then_some(fixed)
}
