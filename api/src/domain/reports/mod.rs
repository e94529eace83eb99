//! Reports: non-respondents and those who followed, frozen and exported.
