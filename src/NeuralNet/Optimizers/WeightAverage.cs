using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Updates the moving average of the weights, which is kept in a slot.</summary>
internal static class WeightAverage
{
    /// <summary>Computes average ← momentum·average + (1 − momentum)·value.</summary>
    public static void Update(OptimizerState state, int slot, float momentum)
    {
        for (int i = 0; i < state.Parameters.Length; i++)
        {
            Span<float> average = state.Slots[i][slot];
            TensorPrimitives.Lerp(state.Parameters[i].Value.Data, average, momentum, average);
        }
    }

    /// <summary>Replaces the weights with their averages.</summary>
    public static void Overwrite(OptimizerState state, int slot)
    {
        for (int i = 0; i < state.Parameters.Length; i++)
            state.Slots[i][slot].CopyTo(state.Parameters[i].Value.Data);
    }
}
