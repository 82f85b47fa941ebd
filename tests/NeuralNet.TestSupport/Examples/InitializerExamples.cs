namespace NeuralNet.TestSupport;

/// <summary>One line for each initializer, and one for each of its settings; the initializer contract is held against all.</summary>
internal static class InitializerExamples
{
    public static readonly Initializer[] All =
    [
        new Zeros(),
        new Ones(),
        new Constant(2.5f),
        new Constant(new float[] { 1.5f }),
        new RandomUniform(-2, 3),
        new RandomNormal(1, 0.5f),
        new TruncatedNormal(1, 0.5f),
        new GlorotUniform(),
        new GlorotNormal(),
        new HeUniform(),
        new HeNormal(),
        new LecunUniform(),
        new LecunNormal(),
        new Orthogonal(gain: 2),
    ];
}
