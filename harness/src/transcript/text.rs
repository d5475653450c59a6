//! The canonical text of a transcript: what snapshots hold and people review.
//!
//! It reads as prose, one fact a line. Equal transcripts have equal texts and different ones have different texts, with
//! one proviso: what did not change since the step before (the status of a module, its error) is not said again.

use std::fmt::{self, Write};

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::{
    ErrorView, ImportCall, LinkerCall, ModuleStatus, Observed, Outcome, StepRecord, ThrownView, Transcript,
    words::{Name, Plain, Quoted, ValueText},
};

/// The canonical text of `transcript`. Every line ends with a line feed; there is at least one line and no empty one.
#[must_use]
pub fn canonical_text(transcript: &Transcript) -> String {
    let mut writer = Writer::default();
    for (module, outcome) in &transcript.construct {
        let _ = writeln!(writer.text, "construct {}", Name(module));
        writer.outcome("", outcome);
    }
    for record in &transcript.steps {
        writer.step(record);
    }
    if writer.text.is_empty() {
        writer.text.push_str("no steps\n");
    }
    writer.text
}

/// What a step and a module's state are written from.
#[derive(Default)]
struct Writer<'t> {
    text: String,
    /// The errors that have been written in full, as they were then.
    shown: FxHashMap<u32, &'t ErrorView>,
    /// The state of every module after the step before.
    states: IndexMap<&'t str, State<'t>>,
}

/// What can be seen of a module between two steps.
#[derive(Clone, Copy, Default, PartialEq)]
struct State<'t> {
    status: Option<ModuleStatus>,
    error: Option<&'t ThrownView>,
}

impl<'t> Writer<'t> {
    fn step(&mut self, record: &'t StepRecord) {
        let _ = writeln!(self.text, "{}", Plain(&record.step));
        for LinkerCall { specifier, referrer, attributes } in &record.calls {
            self.call("asks for", specifier, referrer, attributes);
        }
        for ImportCall { specifier, referrer, attributes } in &record.imports {
            self.call("imports", specifier, referrer, attributes);
        }
        for line in &record.log {
            let _ = writeln!(self.text, "  logs {}", Quoted(line));
        }
        for (steps, role) in
            [(&record.inside, "started by the linker"), (&record.together, "started together")]
        {
            for settled in steps {
                self.outcome(&format!("{}, {role}, ", Plain(&settled.step)), &settled.outcome);
            }
        }
        self.outcome("", &record.outcome);
        for settled in &record.settled {
            self.outcome(&format!("{}, pending until now, ", Plain(&settled.step)), &settled.outcome);
        }
        self.states(record);
    }

    fn call(&mut self, verb: &str, specifier: &str, referrer: &str, attributes: &[(String, String)]) {
        let _ = write!(self.text, "  {} {verb} {}", Name(referrer), Quoted(specifier));
        for (place, (key, value)) in attributes.iter().enumerate() {
            let joint = if place == 0 { " with" } else { "," };
            let _ = write!(self.text, "{joint} {}={}", Name(key), Quoted(value));
        }
        self.text.push('\n');
    }

    /// How a step ended; `subject` says which, when it is not the one the lines stand under.
    fn outcome(&mut self, subject: &str, outcome: &'t Outcome) {
        let _ = write!(self.text, "  {subject}");
        let _ = match outcome {
            Outcome::Ok(Observed::Value(crate::program::Value::Undefined)) => writeln!(self.text, "succeeds"),
            Outcome::Ok(Observed::Value(value)) => writeln!(self.text, "succeeds with {}", ValueText(value)),
            Outcome::Ok(Observed::Namespace(keys)) if keys.is_empty() => {
                writeln!(self.text, "gives a namespace without names")
            }
            Outcome::Ok(Observed::Namespace(keys)) => {
                let keys: Vec<String> = keys.iter().map(|key| Quoted(key).to_string()).collect();
                writeln!(self.text, "gives a namespace with {}", keys.join(", "))
            }
            Outcome::Ok(Observed::Thrown(thrown)) => {
                self.text.push_str("gives ");
                self.thrown(thrown, "  ");
                Ok(())
            }
            Outcome::Error(thrown) => {
                self.text.push_str("fails: ");
                self.thrown(thrown, "  ");
                Ok(())
            }
            Outcome::Pending => writeln!(self.text, "is pending"),
            Outcome::Crash => writeln!(self.text, "ends the process"),
            Outcome::Unmodelled(place) => writeln!(
                self.text,
                "is unmodelled: {}, line {}, column {}",
                Name(&place.module),
                place.line,
                place.column
            ),
        };
    }

    /// The rest of a line: what was thrown; then a line for each cause.
    fn thrown(&mut self, thrown: &'t ThrownView, indent: &str) {
        let mut thrown = thrown;
        loop {
            let _ = match thrown {
                ThrownView::Error(error) => writeln!(self.text, "{}", Headline(error)),
                ThrownView::Value(value) => writeln!(self.text, "the value {}", ValueText(value)),
                ThrownView::Elided => writeln!(self.text, "causes that are not shown"),
            };
            let ThrownView::Error(error) = thrown else { break };
            self.shown.insert(error.identity, error);
            let Some(cause) = &error.cause else { break };
            let _ = write!(self.text, "{indent}  because of: ");
            thrown = cause;
        }
    }

    /// A line for each module whose status or error is not what it was after the step before.
    fn states(&mut self, record: &'t StepRecord) {
        let mut states: IndexMap<&str, State<'_>> = IndexMap::with_capacity(record.status.len());
        for (module, status) in &record.status {
            states.entry(module).or_default().status = Some(*status);
        }
        for (module, error) in &record.errors {
            states.entry(module).or_default().error = Some(error);
        }
        for (module, state) in &states {
            if self.states.get(module) != Some(state) {
                self.state(module, *state);
            }
        }
        for module in self.states.keys().filter(|module| !states.contains_key(*module)) {
            let _ = writeln!(self.text, "  {} has no status any more", Name(module));
        }
        self.states = states;
    }

    fn state(&mut self, module: &str, state: State<'t>) {
        let _ = write!(self.text, "  {} ", Name(module));
        let _ = match state.status {
            Some(status) => write!(self.text, "is {}", status.as_str()),
            None => write!(self.text, "has no status"),
        };
        let errored = state.status == Some(ModuleStatus::Errored);
        self.text.push_str(match (errored, state.error) {
            (true, Some(_)) => " with ",
            (true, None) => " without an error",
            (false, Some(_)) => ", yet has the error ",
            (false, None) => "",
        });
        match state.error {
            None => self.text.push('\n'),
            Some(ThrownView::Error(error)) if self.shown.get(&error.identity) == Some(&&**error) => {
                let _ = writeln!(self.text, "#{}", error.identity);
            }
            Some(thrown) => self.thrown(thrown, "  "),
        }
    }
}

/// An error without its causes: `Error [CODE]: message  #1`.
struct Headline<'e>(&'e ErrorView);

impl fmt::Display for Headline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        write!(f, "{}", Name(&error.name))?;
        if let Some(code) = &error.code {
            write!(f, " [{}]", Name(code))?;
        }
        if !error.message.is_empty() {
            write!(f, ": {}", Plain(&error.message))?;
        }
        write!(f, "  #{}", error.identity)
    }
}
