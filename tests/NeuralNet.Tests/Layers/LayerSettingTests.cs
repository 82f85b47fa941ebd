using System.Reflection;

namespace NeuralNet.Tests;

/// <summary>Tests of the settings of layers as properties, and of the fluent methods with all settings.</summary>
public class LayerSettingTests
{
    private static readonly Type[] Layers = [.. Implementations.Of<Layer>().Where(type => type.IsPublic
        && type.GetConstructors().Length == 1)];

    /// <summary>The merging layers: Concatenate takes its axis by separate methods; the others have no settings but the name.</summary>
    private static readonly Type[] Merging = [.. Layers.Where(type => type == typeof(Concatenate) || type == typeof(MatMul)
        || type.IsSubclassOf(typeof(MergeLayer)))];

    [Fact]
    public void EveryParameterIsAProperty()
    {
        string[] missing = [.. Layers.SelectMany(type => ParametersOf(type)
            .Where(parameter => type.GetProperty(char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..]) is null)
            .Select(parameter => $"{type.Name}.{parameter.Name}"))];
        Assert.Empty(missing);
        Assert.True(Layers.Length > 20);
    }

    /// <summary>
    /// Each layer writes as many settings as its constructor has parameters that are not null, and whether it is trainable. The three that
    /// are left out write some settings, such as renorm, only if they are used.
    /// </summary>
    [Fact]
    public void EveryParameterIsWritten()
    {
        var errors = new List<string>();
        foreach (LayerExample example in LayerExamples.All)
        {
            Layer layer = example.Make();
            if (layer is BatchNormalization or LayerNormalization or Discretization)
                continue;
            string[] written = [.. Configuration.Of(layer).Json.Select(setting => setting.Key)];
            int given = ParametersOf(layer.GetType()).Select(parameter => layer.GetType()
                .GetProperty(char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..])!)
                .Count(property => property.PropertyType.IsByRefLike || property.GetValue(layer) is not null);
            if (written.Length < given + 1)
                errors.Add($"{example.Name}: {string.Join(", ", written)}");
        }

        Assert.True(errors.Count == 0, string.Join("\n", errors));
    }

    [Fact]
    public void EveryParameterIsOneOfTheFluentMethod()
    {
        foreach (Type type in Layers.Except(Merging))
        {
            MethodInfo[] methods = typeof(Layer).Assembly.GetType($"NeuralNet.{type.Name}Extensions")!.GetMethods(
                BindingFlags.Public | BindingFlags.Static);
            var expected = ParametersOf(type).Select(parameter => (parameter.Name, parameter.ParameterType, parameter.DefaultValue));
            Assert.True(
                methods.Any(method => method.GetParameters().Skip(1)
                    .Select(parameter => (parameter.Name, parameter.ParameterType, parameter.DefaultValue)).SequenceEqual(expected)),
                $"{type.Name}: {string.Join(", ", expected)}");
        }
    }

    [Fact]
    public void DenseHasTheValuesOfItsConstructor()
    {
        var regularizer = new L2(0.1f);
        var constraint = new MaxNorm(2);
        var layer = new Dense(
            3, Activation.Tanh, useBias: false, new HeNormal(), new Ones(), regularizer, regularizer, regularizer, constraint, constraint, "a");
        Assert.Equal((3, Activation.Tanh, false, "a"), (layer.Units, layer.Activation, layer.UseBias, layer.Name));
        Assert.IsType<HeNormal>(layer.KernelInitializer);
        Assert.IsType<Ones>(layer.BiasInitializer);
        Assert.All([layer.KernelRegularizer, layer.BiasRegularizer, layer.ActivityRegularizer], given => Assert.Same(regularizer, given));
        Assert.All([layer.KernelConstraint, layer.BiasConstraint], given => Assert.Same(constraint, given));
    }

    [Fact]
    public void DenseHasKerasDefaults()
    {
        var layer = new Dense(3);
        Assert.Equal((Activation.Linear, true), (layer.Activation, layer.UseBias));
        Assert.IsType<GlorotUniform>(layer.KernelInitializer);
        Assert.IsType<Zeros>(layer.BiasInitializer);
        Assert.Null(layer.ActivityRegularizer);
    }

    [Fact]
    public void NormalizationsHaveTheValuesOfTheirConstructors()
    {
        var clipping = new RenormClipping(3);
        var batch = new BatchNormalization(-1, 0.5f, 0.1f, center: false, renorm: true, renormClipping: clipping, renormMomentum: 0.25f);
        Assert.Equal((-1, 0.5f, 0.1f, false, true), (batch.Axis, batch.Momentum, batch.Epsilon, batch.Center, batch.Scale));
        Assert.Equal((true, clipping, 0.25f), (batch.Renorm, batch.RenormClipping, batch.RenormMomentum));
        Assert.IsType<Ones>(batch.MovingVarianceInitializer);
        var rows = new LayerNormalization([1, 2], 0.1f, scale: false, rmsScaling: true);
        Assert.Equal([1, 2], rows.Axis);
        Assert.Equal((0.1f, true, false, true), (rows.Epsilon, rows.Center, rows.Scale, rows.RmsScaling));
        Assert.IsType<Zeros>(rows.BetaInitializer);
    }

    [Fact]
    public void NormalizationHasGivenAndLearnedFigures()
    {
        var given = new Normalization(mean: [1, 2], variance: [4, 9], invert: true);
        Assert.Equal([1, 2], given.Mean.ToArray());
        Assert.Equal([4, 9], given.Variance.ToArray());
        Assert.Equal((-1, true), (given.Axis, given.Invert));
        var learned = new Normalization(axis: null);
        Assert.Throws<InvalidOperationException>(() => learned.Mean.ToArray());
        learned.Adapt(new float[,] { { 1, 5 }, { 3, 7 } });
        Assert.Equal([4], learned.Mean.ToArray());
        Assert.Equal([5], learned.Variance.ToArray());
        Assert.Null(learned.Axis);
    }

    /// <summary>A later change of the caller's list does not change the layer.</summary>
    [Fact]
    public void ListsAreCopied()
    {
        int?[] noiseShape = [null, 1];
        int[] shape = [2, 2], axes = [1];
        float[] scale = [2, 3];
        var layers = (new Dropout(0.5f, noiseShape), new Reshape(shape), new PReLU(sharedAxes: axes), new Rescaling(scale));
        (noiseShape[1], shape[0], axes[0], scale[0]) = (7, 7, 7, 7);
        Assert.Equal([null, 1], layers.Item1.NoiseShape!);
        Assert.Equal([2, 2], layers.Item2.TargetShape);
        Assert.Equal([1], layers.Item3.SharedAxes!);
        Assert.Equal([2, 3], layers.Item4.Scale);
        Assert.Equal([0], layers.Item4.Offset);
    }

    private static IEnumerable<ParameterInfo> ParametersOf(Type layer) =>
        layer.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters();
}
