using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The ways of keeping gradients small (Keras: optimizers/base_optimizer.py, <c>_clip_gradients</c>).</summary>
internal static class GradientClipping
{
    /// <summary>Scales all gradients down so that their norm, taken together, is not above <paramref name="greatest"/>.</summary>
    public static void ByGlobalNorm(ParameterSpace space, float greatest)
    {
        double sumOfSquares = 0;
        for (int i = 0; i < space.Parameters.Count; i++)
            sumOfSquares += TensorPrimitives.SumOfSquares<float>(space[i].Data);
        double norm = Math.Sqrt(sumOfSquares);
        for (int i = 0; i < space.Parameters.Count; i++)
            ScaleDown(space[i].Data, norm, greatest);
    }

    /// <summary>Scales each gradient down so that its norm is not above <paramref name="greatest"/>.</summary>
    public static void ByNorm(ParameterSpace space, float greatest)
    {
        for (int i = 0; i < space.Parameters.Count; i++)
            ScaleDown(space[i].Data, TensorPrimitives.Norm<float>(space[i].Data), greatest);
    }

    /// <summary>Cuts each element of the gradients to [−<paramref name="greatest"/>, <paramref name="greatest"/>].</summary>
    public static void ByValue(ParameterSpace space, float greatest)
    {
        for (int i = 0; i < space.Parameters.Count; i++)
            TensorPrimitives.Clamp(space[i].Data, -greatest, greatest, space[i].Data);
    }

    private static void ScaleDown(Span<float> gradient, double norm, double greatest)
    {
        if (norm > greatest)
            TensorPrimitives.Multiply(gradient, (float)(greatest / norm), gradient);
    }
}
