//! Measures of hospitals: the front door and the acute beds.

use super::{Catalogue, acute, front_door, units};
use crate::model::{HospitalId, Model};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    for (number, hospital) in model.hospitals.iter().enumerate() {
        let (id, first) = (HospitalId(number as u16), book.len());
        front_door::of_hospital(model, book, id);
        acute::of_hospital(model, book, id);
        units::of_hospital(model, book, id);
        if model.hospitals.len() > 1 {
            book.name_from(first, &hospital.title);
        }
    }
}
