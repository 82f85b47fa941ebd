namespace NeuralNet;

/// <summary>The projected keys and values of the earlier steps of a sequence.</summary>
/// <param name="capacity">The maximum number of steps.</param>
/// <param name="keySize">The number of elements of a key, all heads together.</param>
/// <param name="valueSize">The number of elements of a value.</param>
internal sealed class KeyValueCache(int capacity, int keySize, int valueSize)
{
    /// <summary>The keys, one row for each step.</summary>
    public Tensor Keys { get; } = new([capacity, keySize]);

    /// <summary>The values, one row for each step.</summary>
    public Tensor Values { get; } = new([capacity, valueSize]);

    /// <summary>Writes the key and the value of a step.</summary>
    public void Write(int step, Tensor key, Tensor value)
    {
        key.Data.CopyTo(Keys.Row(step));
        value.Data.CopyTo(Values.Row(step));
    }
}
