using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Accumulates the gradients of several steps, whose mean makes one update as that of a larger batch would.</summary>
internal static class GradientAccumulation
{
    /// <summary>Adds the gradients to a slot and, in the last step, replaces the gradients with the mean.</summary>
    /// <returns>true in the last step, which makes an update; otherwise, false.</returns>
    public static bool Add(OptimizerState state, int slot, int steps)
    {
        bool isLast = (state.Step + 1) % steps == 0;
        for (int i = 0; i < state.Parameters.Length; i++)
        {
            Span<float> sum = state.Slots[i][slot];
            TensorPrimitives.Add(sum, state.Gradients[i].Values.Data, sum);
            if (!isLast)
                continue;
            TensorPrimitives.Divide(sum, steps, state.Gradients[i].TouchAll().Data);
            sum.Clear();
        }

        return isLast;
    }
}
