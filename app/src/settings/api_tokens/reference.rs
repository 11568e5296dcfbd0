//! How to use a token, in three commands.

use leptos::prelude::*;

/// Commands to try, and where the whole description is.
#[component]
pub fn Reference(
    /// Where CLARA is.
    address: String,
) -> impl IntoView {
    let api = format!("{address}/api/v1");
    let examples = [
        (
            "List the jobs",
            format!("curl -H \"Authorization: Bearer $CLARA_TOKEN\" {api}/jobs"),
        ),
        (
            "Read what changed on a board",
            format!(
                "curl -H \"Authorization: Bearer $CLARA_TOKEN\" \\\n  \"{api}/jobs/$JOB/applications?changed_since=2026-03-02T09:15:00Z\""
            ),
        ),
        (
            "Move an application",
            format!(
                "curl -X POST -H \"Authorization: Bearer $CLARA_TOKEN\" -H \"Content-Type: application/json\" \\\n  -H \"Idempotency-Key: $(uuidgen)\" \\\n  -d \"{{\\\"column\\\": \\\"$COLUMN\\\", \\\"expected_version\\\": 2}}\" \\\n  {api}/applications/$APPLICATION/moves"
            ),
        ),
    ];
    view! {
        <section class="panel reference">
            <h2>"How to use a token"</h2>
            <p>"Send it as " <code>"Authorization: Bearer"</code> ". Everything that the API does, with every field and every error, stands in its "
                <a href="/api/v1/openapi.json" rel="external" download="clara-openapi.json">"OpenAPI description"</a> "."</p>
            {examples.into_iter().map(|(what, command)| view! { <h3>{what}</h3> <pre tabindex="0"><code>{command}</code></pre> }).collect_view()}
        </section>
    }
    .into_any()
}
