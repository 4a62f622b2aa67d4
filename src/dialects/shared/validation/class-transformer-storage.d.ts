/** The part that tells how a class is converted; the package exports it without its types. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(target: object, property: string): object | undefined;
    /** @param direction 0 is from plain to class */
    findTransformMetadatas(target: object, property: string, direction: 0): object[];
  };
}
