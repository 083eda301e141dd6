//! Problems of the query as a whole.

use super::inspection::Inspection;
use super::parameters::{Parameters, TOKENS};
use super::problem::ProblemCode;
use super::{v2, v4};
use crate::text::split_first;

/// Reports duplicate parameters, mixed signature versions, and damage by HTML or by `+`.
pub(super) fn check(parameters: &Parameters<'_>, inspection: &mut Inspection) {
    for names in [&v4::NAMES[..], &v2::NAMES, &TOKENS] {
        for name in names {
            if parameters.is_duplicate(name) {
                inspection.push_parameter_problem(ProblemCode::DuplicateParameter, name);
            }
        }
    }
    if v4::MARKERS.iter().any(|name| parameters.has(name))
        && v2::MARKERS.iter().any(|name| parameters.has(name))
    {
        inspection.push_problem(ProblemCode::MixedSignatures);
    }
    if parameters.is_html_escaped {
        inspection.push_problem(ProblemCode::HtmlEscaped);
    }
    if split_first(parameters.query, b'+').is_some() {
        inspection.push_problem(ProblemCode::PlusInQuery);
    }
}
