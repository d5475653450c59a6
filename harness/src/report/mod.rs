//! A **report** shows verdicts to people and to programs.
