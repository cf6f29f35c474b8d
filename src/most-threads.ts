/** Threads of an engine at most: what they say to each other takes longer than what they would share out among more. */
export const mostThreads = 256;
