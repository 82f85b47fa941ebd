using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Fills with the square roots of the values of another initializer: standard deviations of its variances.</summary>
internal sealed class RootInitializer(Initializer squares) : Initializer
{
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random)
    {
        squares.Initialize(values, shape, random);
        TensorPrimitives.Sqrt(values, values);
    }
}
