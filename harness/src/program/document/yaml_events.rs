//! Where the nodes of a YAML text stand.

use saphyr_parser::{Event, Parser, ScanError};

use super::{MAX_DEPTH, MAX_NODES, Mistake, Sink, Span, node::Mark};

/// The marks of the text in `sink`, or `None` when a mistake was found that makes reading on pointless.
///
/// Forms that make a text mean something else than what stands there are refused: anchors and aliases, tags, several
/// documents.
pub(super) fn marks(sink: &mut Sink) -> Option<Vec<Mark>> {
    let source = std::sync::Arc::clone(sink.source());
    let offsets = Offsets::new(&source.text);
    let mut marks = Vec::new();
    let (mut depth, mut documents) = (0_usize, 0_usize);
    let before = sink.count();
    for event in Parser::new_from_str(&source.text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                sink.report(not_yaml(&error, &offsets));
                return None;
            }
        };
        let span = Span { start: offsets.byte(span.start.index()), end: offsets.byte(span.end.index()) };
        refuse(&event, span, sink);
        match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    sink.report(
                        Mistake::at(span, "a file holds one document")
                            .label("a second document starts here")
                            .help("put the second document into a file of its own"),
                    );
                    return None;
                }
            }
            Event::Scalar(..) => marks.push(Mark::Scalar(span)),
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                depth += 1;
                marks.push(Mark::Open(span));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                depth = depth.saturating_sub(1);
                marks.push(Mark::Close(span));
            }
            Event::Alias(_) | Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {
            }
        }
        if !within_limits(depth, marks.len(), span, sink) {
            return None;
        }
    }
    (sink.count() == before).then_some(marks)
}

/// Reports a text that is nested too deep or has too many nodes.
pub(super) fn within_limits(depth: usize, nodes: usize, span: Span, sink: &mut Sink) -> bool {
    if depth > MAX_DEPTH {
        sink.report(too_deep(span));
    } else if nodes > MAX_NODES {
        sink.report(
            Mistake::at(span, format!("this file holds more than {MAX_NODES} keys and values"))
                .help("split it into several files"),
        );
    }
    depth <= MAX_DEPTH && nodes <= MAX_NODES
}

fn too_deep(span: Span) -> Mistake {
    Mistake::at(span, format!("lists and maps are nested deeper than {MAX_DEPTH} levels"))
        .label("one level too many")
        .help("no case needs this; write the value in a flatter way")
}

fn refuse(event: &Event<'_>, span: Span, sink: &mut Sink) {
    const WAY_OUT: &str = "write the value out where it is needed, or use `matrix` to repeat a case";
    if matches!(event, Event::Alias(_)) {
        sink.report(Mistake::at(span, "aliases are not read in case files").help(WAY_OUT));
    }
    let (anchor, tag) = match event {
        Event::Scalar(_, _, anchor, tag)
        | Event::SequenceStart(anchor, tag)
        | Event::MappingStart(anchor, tag) => (*anchor, tag.as_ref()),
        _ => (0, None),
    };
    if anchor > 0 {
        sink.report(
            Mistake::at(span, "anchors are not read in case files").label("this has an anchor").help(WAY_OUT),
        );
    }
    if tag.is_some() {
        sink.report(
            Mistake::at(span, "tags are not read in case files")
                .label("this has a tag")
                .help("leave the tag out; a text that looks like a number is written in quotes"),
        );
    }
}

fn not_yaml(error: &ScanError, offsets: &Offsets) -> Mistake {
    let at = offsets.byte(error.marker().index());
    let span = Span { start: at, end: at };
    // The parser has a bound of its own for brackets.
    if error.info().contains("recursion limit") {
        return too_deep(span);
    }
    Mistake::at(span, format!("this is not YAML: {}", error.info())).help(
        "check the indentation and the brackets up to here; a text with `: ` or ` #` in it, or one that starts with a \
         sign such as `*`, `&`, `!` or `@`, needs quotes",
    )
}

/// Turns the parser's places, counted in characters, into bytes.
struct Offsets {
    /// The byte of each character; empty for a text where they are the same.
    bytes: Vec<u32>,
    end: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let bytes = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(at, _)| u32::try_from(at).expect("a file is far below 4 GiB")).collect()
        };
        Self { bytes, end: text.len() }
    }

    fn byte(&self, character: usize) -> usize {
        if self.bytes.is_empty() {
            return character.min(self.end);
        }
        self.bytes.get(character).map_or(self.end, |byte| *byte as usize)
    }
}
