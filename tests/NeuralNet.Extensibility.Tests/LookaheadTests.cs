using NeuralNet;

namespace Extensions.Tests;

/// <summary>Tests that an optimizer around another one works with each optimizer of the library, and is saved with it.</summary>
public class LookaheadTests
{
    private static readonly Tensor X = new(new Shape(20, 3), [.. Enumerable.Range(0, 60).Select(i => MathF.Sin(i))]);
    private static readonly Tensor Y = new(new Shape(20, 1), [.. Enumerable.Range(0, 20).Select(i => MathF.Cos(i))]);

    public static TheoryData<string> Inner =>
        ["sgd", "momentum", "adam", "amsgrad", "adamw", "nadam", "adamax", "adagrad", "adadelta", "rmsprop", "lion", "clipped"];

    /// <summary>With a period beyond the training the outer optimizer does nothing: the weights are those of the inner one alone.</summary>
    [Theory]
    [MemberData(nameof(Inner))]
    public void WithoutALookBackItIsTheInnerOptimizer(string name) =>
        Assert.Equal(Train(Make(name), epochs: 3), Train(new Lookahead(Make(name), period: 1000), epochs: 3));

    [Theory]
    [MemberData(nameof(Inner))]
    public void EveryPeriodTheWeightsGoHalfOfTheWay(string name)
    {
        float[] start = Weights(NewModel());
        float[] inner = Train(Make(name), epochs: 1), outer = Train(new Lookahead(Make(name), period: 5), epochs: 1);
        for (int i = 0; i < start.Length; i++)
            Assert.Equal(start[i] + 0.5f * (inner[i] - start[i]), outer[i], 1e-6f);
    }

    /// <summary>
    /// Saves in the middle of a period: the slow weights, the inner slots and the inner settings are all required to continue.
    /// </summary>
    [Theory]
    [MemberData(nameof(Inner))]
    public void ItContinuesFromAFile(string name)
    {
        Sequential whole = NewModel(), first = NewModel();
        whole.Compile(new Lookahead(Make(name), period: 3), "mse");
        first.Compile(new Lookahead(Make(name), period: 3), "mse");
        Fit(whole, 1);
        Fit(first, 1);
        using var file = new MemoryStream();
        first.Save(file);
        file.Position = 0;
        Model again = Model.Load(file, new CustomObjects().Add("Lookahead", Lookahead.From));
        Fit(whole, 2);
        Fit(again, 2);
        Assert.Equal(Weights(whole), Weights(again));
    }

    private static Optimizer Make(string name) => name switch
    {
        "sgd" => new SGD(0.1f),
        "momentum" => new SGD(0.1f, momentum: 0.8f),
        "adam" => new Adam(0.01f, beta1: 0.8f),
        "amsgrad" => new Adam(0.01f, amsgrad: true),
        "adamw" => new AdamW(0.01f, weightDecay: 0.1f),
        "nadam" => new Nadam(0.01f),
        "adamax" => new Adamax(0.01f),
        "adagrad" => new Adagrad(0.1f, initialAccumulatorValue: 0.3f),
        "adadelta" => new Adadelta(1),
        "rmsprop" => new RMSprop(0.01f, momentum: 0.5f, centered: true),
        "lion" => new Lion(0.01f),
        _ => new Adam(0.01f) { ClipNorm = 0.1f, WeightDecay = 0.1f },
    };

    private static Sequential NewModel() => new Sequential(3, seed: 2).Dense(4, "tanh").Dense(1);

    private static float[] Train(Optimizer optimizer, int epochs)
    {
        Sequential model = NewModel();
        model.Compile(optimizer, "mse");
        Fit(model, epochs);
        return Weights(model);
    }

    private static void Fit(Model model, int epochs) =>
        model.Fit(X, Y, batchSize: 4, epochs, verbose: Verbosity.Silent, shuffle: false);

    private static float[] Weights(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
}
