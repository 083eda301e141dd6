//! Listing of keys by prefix, delimiter and page.

use std::collections::BTreeMap;
use std::ops::Bound;

/// The parameters of a listing.
pub struct Listing<'a> {
    pub prefix: &'a str,
    pub delimiter: &'a str,
    /// Lists only keys and common prefixes after this one.
    pub after: &'a str,
    pub limit: usize,
}

/// A page of a listing.
pub struct Page<'a, T> {
    pub items: Vec<(&'a str, &'a T)>,
    pub common_prefixes: Vec<String>,
    /// The last key or common prefix of this page, if another page follows.
    pub next: Option<String>,
}

/// Lists the entries of a map in the byte order of their keys, as S3 does.
pub fn list<'a, T>(entries: &'a BTreeMap<String, T>, listing: &Listing<'_>) -> Page<'a, T> {
    let mut page = Page {
        items: Vec::new(),
        common_prefixes: Vec::new(),
        next: None,
    };
    let start = listing.prefix.max(listing.after);
    let mut last: Option<String> = None;
    for (key, item) in entries.range::<str, _>((Bound::Included(start), Bound::Unbounded)) {
        let Some(rest) = key.strip_prefix(listing.prefix) else {
            break;
        };
        let entry = match rest
            .find(listing.delimiter)
            .filter(|_| !listing.delimiter.is_empty())
        {
            Some(at) => &key[..listing.prefix.len() + at + listing.delimiter.len()],
            None => key.as_str(),
        };
        if entry <= listing.after || last.as_deref() == Some(entry) {
            continue;
        }
        if page.items.len() + page.common_prefixes.len() == listing.limit {
            page.next = last;
            return page;
        }
        if entry.len() == key.len() && !has_delimiter(rest, listing.delimiter) {
            page.items.push((key, item));
        } else {
            page.common_prefixes.push(entry.to_owned());
        }
        last = Some(entry.to_owned());
    }
    page
}

/// Whether a key belongs to a common prefix. A key such as `folder/` does as well.
fn has_delimiter(rest: &str, delimiter: &str) -> bool {
    !delimiter.is_empty() && rest.contains(delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> BTreeMap<String, bool> {
        [
            "a.txt",
            "photos/",
            "photos/1.jpg",
            "photos/2.jpg",
            "photos/old/3.jpg",
            "z.txt",
        ]
        .map(|key| (key.to_owned(), true))
        .into()
    }

    fn names<T>(page: &Page<'_, T>) -> Vec<String> {
        page.items
            .iter()
            .map(|(key, _)| (*key).to_owned())
            .collect()
    }

    #[test]
    fn a_delimiter_groups_keys_by_common_prefix() {
        let keys = keys();
        let page = list(
            &keys,
            &Listing {
                prefix: "",
                delimiter: "/",
                after: "",
                limit: 1000,
            },
        );
        assert_eq!(names(&page), ["a.txt", "z.txt"]);
        assert_eq!(page.common_prefixes, ["photos/"]);
        assert_eq!(page.next, None);
    }

    #[test]
    fn the_delimiter_is_searched_after_the_prefix() {
        let keys = keys();
        let page = list(
            &keys,
            &Listing {
                prefix: "photos/",
                delimiter: "/",
                after: "",
                limit: 1000,
            },
        );
        assert_eq!(names(&page), ["photos/", "photos/1.jpg", "photos/2.jpg"]);
        assert_eq!(page.common_prefixes, ["photos/old/"]);
    }

    #[test]
    fn pages_together_are_the_whole_listing() {
        let keys = keys();
        let mut after = String::new();
        let mut listed = Vec::new();
        loop {
            let page = list(
                &keys,
                &Listing {
                    prefix: "",
                    delimiter: "/",
                    after: &after,
                    limit: 1,
                },
            );
            listed.extend(names(&page));
            listed.extend(page.common_prefixes);
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(listed, ["a.txt", "photos/", "z.txt"]);
    }

    #[test]
    fn a_full_last_page_is_not_truncated() {
        let keys = keys();
        let page = list(
            &keys,
            &Listing {
                prefix: "",
                delimiter: "",
                after: "",
                limit: keys.len(),
            },
        );
        assert_eq!(page.items.len(), keys.len());
        assert_eq!(page.next, None);
    }
}
