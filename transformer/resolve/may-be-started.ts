/** What a module that something else starts takes from Node stands in it. */
export const MAY_BE_STARTED = /\b(?:parentPort|workerData)\b|\bcluster\b|\bprocess\b[^\n]{0,9}\.(?:send|on|once|addListener)\b/;
