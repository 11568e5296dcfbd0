//! The imports of jobs that were selected: how long people were told they take, and how long they took.

use leptos::prelude::*;

use crate::{
    components::{When, duration, exactly},
    wire::health::Imported,
};

/// The panel; nothing before somebody selected a job.
#[component]
pub fn Imports(
    /// The newest first.
    imports: Vec<Imported>,
) -> impl IntoView {
    if imports.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="panel" aria-labelledby="imports">
            <header class="panel-head"><h2 id="imports">"Imports"</h2></header>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Imports, table">
                <table class="table">
                    <thead><tr><th scope="col">"Begun"</th><th scope="col" class="number">"Jobs"</th><th scope="col" class="number">"Applications"</th><th scope="col">"Time"</th></tr></thead>
                    <tbody>{imports.into_iter().map(|import| view! {
                        <tr>
                            <td><When at=import.started_at/></td>
                            <td class="number">{import.jobs}</td>
                            <td class="number">{import.applications}</td>
                            <td>{compare(import)}</td>
                        </tr>
                    }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// "Estimated 2 min, took 1 min 50 s".
fn compare(import: Imported) -> String {
    let estimated = duration(import.estimated_seconds);
    match import.took_seconds {
        Some(took) => format!("Estimated {estimated}, took {}", exactly(took)),
        None => format!("Estimated {estimated}, not ended"),
    }
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::wire::health::Imported;

    #[test]
    fn an_estimate_stands_beside_what_came_of_it() {
        let import = Imported {
            started_at: 0,
            jobs: 2,
            applications: 240,
            estimated_seconds: 120,
            took_seconds: Some(110),
        };
        assert_eq!(compare(import), "Estimated 2 min, took 1 min 50 s");
        let running = Imported {
            took_seconds: None,
            ..import
        };
        assert_eq!(compare(running), "Estimated 2 min, not ended");
    }
}
