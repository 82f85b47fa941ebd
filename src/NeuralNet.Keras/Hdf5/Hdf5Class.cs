namespace NeuralNet.Keras;

/// <summary>The classes of HDF5 data types that Keras's files have, with their numbers in files.</summary>
internal enum Hdf5Class
{
    Integer = 0,
    FloatingPoint = 1,
    Text = 3,
    Opaque = 5,
    VariableLength = 9,
}
