using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Makes one update of the mean gradient of several steps, as a batch that many times as large would.</summary>
internal static class GradientAccumulation
{
    /// <summary>Adds the gradients to those kept in a slot; if that was the last step, puts the mean in their place.</summary>
    /// <returns>Whether it was the last step: whether there is something to update with.</returns>
    public static bool Add(OptimizerState state, int slot, int steps)
    {
        bool isLast = (state.Step + 1) % steps == 0;
        for (int i = 0; i < state.Parameters.Count; i++)
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
