export const benchMessages = async () => [];
