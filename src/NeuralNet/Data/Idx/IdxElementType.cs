namespace NeuralNet;

/// <summary>The types of elements, numbered as in an IDX file.</summary>
internal enum IdxElementType : byte
{
    UnsignedByte = 0x08,
    SignedByte = 0x09,
    Int16 = 0x0B,
    Int32 = 0x0C,
    Float32 = 0x0D,
    Float64 = 0x0E,
}
