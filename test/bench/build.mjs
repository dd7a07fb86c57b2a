export const benchBuild = async () => [];
