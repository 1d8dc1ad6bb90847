# The same lookup by quanteda: Rscript benches/quanteda.R FILE_LIST LEXICON OUTPUT
suppressPackageStartupMessages(library(quanteda))
arguments <- commandArgs(trailingOnly = TRUE)
quanteda_options(threads = 1)
files <- strsplit(readChar(arguments[1], file.size(arguments[1]), useBytes = TRUE), "\n")[[1]]
texts <- vapply(files, function(file) paste(readLines(file, encoding = "UTF-8", warn = FALSE), collapse = "\n"), "")
counts <- dfm(tokens_lookup(tokens(corpus(unname(texts))), dictionary(file = arguments[2])))
write.csv(convert(counts, to = "data.frame"), arguments[3], row.names = FALSE)
