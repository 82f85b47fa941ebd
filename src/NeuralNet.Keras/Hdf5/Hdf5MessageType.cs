namespace NeuralNet.Keras;

/// <summary>The types of the messages in the header of an HDF5 object that Keras's files have.</summary>
internal enum Hdf5MessageType
{
    Nil = 0x00,
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    OldFillValue = 0x04,
    FillValue = 0x05,
    Link = 0x06,
    DataLayout = 0x08,
    GroupInfo = 0x0A,
    Attribute = 0x0C,
    Continuation = 0x10,
    SymbolTable = 0x11,
    ModificationTime = 0x12,
    AttributeInfo = 0x15,
    ReferenceCount = 0x16,
}
