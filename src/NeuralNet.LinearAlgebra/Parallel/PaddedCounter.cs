using System.Runtime.InteropServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>A counter that many threads increment, alone on its cache lines so that they disturb nothing else.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedCounter
{
    [FieldOffset(128)]
    public int Value;
}
