//! Pipeline stages. Scope `stages:read:admin`.

use serde::Deserialize;

use super::StageId;
use crate::client::Client;
use crate::lenient;
use crate::page::Pages;

/// A stage of the pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Stage {
    /// Id; a word for built-in stages.
    pub id: StageId,
    /// Name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: Option<String>,
}

impl Client {
    /// All stages, in pipeline order.
    pub fn stages(&self) -> Pages<Stage> {
        Pages::new(self.clone(), self.url(&["stages"]), "/stages")
    }
}
