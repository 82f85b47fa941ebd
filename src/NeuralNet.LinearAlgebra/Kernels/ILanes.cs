using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Arithmetic on a register of several numbers, so that one kernel source serves every vector width and both number types.
/// </summary>
/// <typeparam name="T">The number type: float or double.</typeparam>
/// <typeparam name="TVector">The register: <c>Vector512&lt;T&gt;</c>, <c>Vector256&lt;T&gt;</c>, <c>Vector128&lt;T&gt;</c> or a single
/// T.</typeparam>
internal unsafe interface ILanes<T, TVector>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
{
    /// <summary>The number of elements of the register.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(T* destination, TVector value);

    static abstract TVector Broadcast(T value);

    static abstract TVector LoadBroadcast(T* source);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>Computes left · right + addend, fused where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>Writes the first <paramref name="count"/> elements and no other.</summary>
    static abstract void StoreFirst(T* destination, TVector value, nint count);

    /// <summary>Computes the sum of all elements of the register.</summary>
    static abstract T Sum(TVector value);
}
