using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The ways of keeping gradients small (Keras: optimizers/base_optimizer.py, <c>_clip_gradients</c>).</summary>
internal static class GradientClipping
{
    /// <summary>Scales all gradients down so that their norm, taken together, is not above <paramref name="greatest"/>.</summary>
    public static void ByGlobalNorm(IReadOnlyList<Parameter> parameters, float greatest)
    {
        double sumOfSquares = 0;
        for (int i = 0; i < parameters.Count; i++)
            sumOfSquares += TensorPrimitives.SumOfSquares<float>(parameters[i].Gradient.Data);
        double norm = Math.Sqrt(sumOfSquares);
        for (int i = 0; i < parameters.Count; i++)
            ScaleDown(parameters[i].Gradient.Data, norm, greatest);
    }

    /// <summary>Scales each gradient down so that its norm is not above <paramref name="greatest"/>.</summary>
    public static void ByNorm(IReadOnlyList<Parameter> parameters, float greatest)
    {
        for (int i = 0; i < parameters.Count; i++)
            ScaleDown(parameters[i].Gradient.Data, TensorPrimitives.Norm<float>(parameters[i].Gradient.Data), greatest);
    }

    /// <summary>Cuts each element of the gradients to [−<paramref name="greatest"/>, <paramref name="greatest"/>].</summary>
    public static void ByValue(IReadOnlyList<Parameter> parameters, float greatest)
    {
        for (int i = 0; i < parameters.Count; i++)
            TensorPrimitives.Clamp(parameters[i].Gradient.Data, -greatest, greatest, parameters[i].Gradient.Data);
    }

    private static void ScaleDown(Span<float> gradient, double norm, double greatest)
    {
        if (norm > greatest)
            TensorPrimitives.Multiply(gradient, (float)(greatest / norm), gradient);
    }
}
