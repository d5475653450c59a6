//! **Evaluation** runs the bodies of a linked graph, dependencies first, and waits where one of them awaits.

mod alone;
mod asynchronous;
mod evaluate;
mod execute;
mod inner;
