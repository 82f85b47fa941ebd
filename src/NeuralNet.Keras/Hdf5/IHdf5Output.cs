namespace NeuralNet.Keras;

/// <summary>A group or a tensor that is written to an HDF5 file.</summary>
internal interface IHdf5Output;
