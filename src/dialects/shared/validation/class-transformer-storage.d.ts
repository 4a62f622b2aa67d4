/** Types of an export that the package ships without types. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(target: object, property: string): object | undefined;
    /** @param direction 0 is from plain to class */
    findTransformMetadatas(target: object, property: string, direction: 0): object[];
  };
}
