namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The taps of a kernel along one axis that windows read, in the order in which the windows read them: First, First + Step, …
/// </summary>
internal readonly record struct AxisTaps(int First, int Step)
{
    /// <summary>Returns the tap of the kernel for position <paramref name="index"/> of a window.</summary>
    public int this[int index] => First + (index * Step);
}
