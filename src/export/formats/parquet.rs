//! Tables in Parquet: each CSV of a run again, with typed columns.
//!
//! It is made of the finished CSV, row group by row group, so that both hold the same and memory stays bounded.

#[cfg(feature = "parquet")]
use super::parquet_rows;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::export::OutFolder;
use crate::study::Format;
use crate::table::Kind;

/// Refuses a format for which this program was not built.
///
/// # Errors
/// Where Parquet is asked for and the feature `parquet` was left out.
pub fn refuse_unbuilt(formats: &[Format]) -> Result<()> {
    match formats.contains(&Format::Parquet) && !cfg!(feature = "parquet") {
        true => Err(Error::definition(
            Place::file("[tables] formats"),
            "this program was built without tables in Parquet",
        )
        .remedy(
            "Leave the format out: the CSV holds the same. Or build the program with its feature `parquet`.",
        )),
        false => Ok(()),
    }
}

/// Writes `NAME.parquet` beside each `NAME.csv` that was written; the kinds are those of its columns.
///
/// # Errors
/// Where a file cannot be read back or written.
pub fn write_parquet(folder: &mut OutFolder, tables: &[(String, Vec<Kind>)]) -> Result<()> {
    refuse_unbuilt(&[Format::Parquet])?;
    for (name, kinds) in tables {
        let csv = folder.read_back(&format!("{name}.csv"))?;
        let name = format!("{name}.parquet");
        let out = folder.create(&name)?;
        parquet_rows::write(csv, kinds, out).map_err(|cause| {
            let found = format!("the table could not be written ({cause})");
            Error::new(ErrorKind::Input, Place::file(&name), found)
                .remedy("Is the disk full? The CSV holds the same.")
        })?;
    }
    Ok(())
}

/// Stands where the program was built without Parquet, which [`refuse_unbuilt`] has refused before.
#[cfg(not(feature = "parquet"))]
mod parquet_rows {
    pub fn write<R, W>(_: R, _: &[super::Kind], _: W) -> Result<(), &'static str> {
        Err("this program was built without Parquet")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_built_is_refused() {
        let refused = refuse_unbuilt(&[Format::Xlsx, Format::Parquet]);
        assert_eq!(refused.is_ok(), cfg!(feature = "parquet"));
        assert!(refused.err().is_none_or(|error| error.to_string().contains("the CSV holds the same")));
        assert!(refuse_unbuilt(&[Format::Xlsx]).is_ok());
    }
}
