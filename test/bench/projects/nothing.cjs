/** The baseline: what any plugin costs, one that does nothing too. */
exports.default = () => () => (sourceFile) => sourceFile;
