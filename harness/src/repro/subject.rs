//! What a reproduction or an explanation is made of.

use std::{path::Path, sync::Arc};

use crate::{
    corpus::{self, Case, Expect, Expectations, LoadError, StepExpectation},
    engines::ReferenceEngine,
    program::{
        self, Program,
        document::{Data, Diagnostic, Format, Sink, SourceFile, parse},
    },
    reference::ProfileName,
};

use super::{expected::expectations_of, facts::with_parts};

/// A program, and what must happen when it runs.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The id of the case, or the name of the file.
    pub title: String,
    /// Why the case is in the corpus; `None` for a program that is no case.
    pub why: Option<String>,
    /// Where the expectations come from: clauses of the contract, sections of ECMA-262, document addresses.
    pub source: Vec<String>,
    /// What is run.
    pub program: Program,
    /// What must happen under the profile `contract`.
    pub expectations: Expectations,
}

/// Why a file gives no program.
#[derive(Debug, thiserror::Error)]
pub enum SubjectError {
    /// Its name does not say how it is written.
    #[error("{0} ends neither in `.yaml` nor in `.json`, so it is not known how to read it.")]
    UnknownFormat(String),
    /// It holds mistakes.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// It holds several cases, and nobody said which one is meant.
    #[error("{file} holds {} cases. Say which one is meant by its id:\n{}", .ids.len(), .ids.join("\n"))]
    SeveralCases {
        /// The file.
        file: String,
        /// The full ids of its cases.
        ids: Vec<String>,
    },
}

impl Subject {
    /// A case with its own expectations.
    #[must_use]
    pub fn of_case(case: &Case) -> Self {
        Self {
            title: case.id.to_string(),
            why: Some(case.why.clone()),
            source: case.source.clone(),
            program: case.program.clone(),
            expectations: case.expectations.clone(),
        }
    }

    /// A program that says nothing of what must happen: what the reference does under `contract` is expected of it, but
    /// for the texts of syntax errors, which every engine words in its own way.
    #[must_use]
    pub fn of_program(title: impl Into<String>, program: Program) -> Self {
        let transcript = ReferenceEngine::new(ProfileName::Contract).transcript(&program);
        Self {
            title: title.into(),
            why: None,
            source: Vec::new(),
            expectations: expectations_of(&transcript, &program),
            program,
        }
    }

    /// The one case, or the program, in the file at `path`.
    ///
    /// # Errors
    /// When the file cannot be read, holds mistakes, or holds several cases.
    pub fn read(path: &Path) -> Result<Self, SubjectError> {
        let format =
            Format::of(path).ok_or_else(|| SubjectError::UnknownFormat(path.display().to_string()))?;
        let file = SourceFile::read(path, format).map_err(|diagnostic| mistakes(vec![*diagnostic]))?;
        if !holds_cases(&file) {
            let program = program::read(file).map_err(mistakes)?;
            return Ok(Self::of_program(path.display().to_string(), program));
        }
        let cases = corpus::load(&[path])?;
        match cases.as_slice() {
            [case] => Ok(Self::of_case(case)),
            several => Err(SubjectError::SeveralCases {
                file: path.display().to_string(),
                ids: several.iter().map(|case| format!("  {}", case.id)).collect(),
            }),
        }
    }

    /// Every expectation under the profile `contract`.
    pub(super) fn expects(&self) -> impl Iterator<Item = &Expect> {
        let constructions = self.expectations.construct.values();
        constructions.chain(&self.expectations.steps).flat_map(with_parts)
    }

    /// What is expected of the step at `index`, when anything is.
    pub(super) fn step(&self, index: usize) -> Option<&StepExpectation> {
        self.expectations.steps.get(index)
    }
}

/// Whether the file is one of cases: a map with the key `cases`. One that is no map is not; reading it as a program says
/// what is wrong with it.
fn holds_cases(file: &Arc<SourceFile>) -> bool {
    let root = parse(&mut Sink::new(Arc::clone(file)));
    matches!(root.map(|root| root.data), Some(Data::Map(entries)) if entries.iter().any(|entry| entry.key.text == "cases"))
}

fn mistakes(diagnostics: Vec<Diagnostic>) -> SubjectError {
    SubjectError::Load(LoadError::new(diagnostics))
}
