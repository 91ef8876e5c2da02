//! Java syntax, case by case.
