namespace NeuralNet;

/// <summary>The initializers that a name or a file can stand for; a new one adds its line here.</summary>
internal static class InitializerRegistry
{
    public static Registry<Initializer> Create() => new Registry<Initializer>("initializer")
        .Add("Zeros", _ => new Zeros(), "zeros", "zero")
        .Add("Ones", _ => new Ones(), "ones", "one")
        .Add("Constant", Constant.From, "constant")
        .Add("RandomUniform", RandomUniform.From, "random_uniform", "uniform")
        .Add("RandomNormal", RandomNormal.From, "random_normal", "normal")
        .Add("TruncatedNormal", TruncatedNormal.From, "truncated_normal")
        .Add("GlorotUniform", _ => new GlorotUniform(), "glorot_uniform")
        .Add("GlorotNormal", _ => new GlorotNormal(), "glorot_normal")
        .Add("HeUniform", _ => new HeUniform(), "he_uniform")
        .Add("HeNormal", _ => new HeNormal(), "he_normal")
        .Add("LecunUniform", _ => new LecunUniform(), "lecun_uniform")
        .Add("LecunNormal", _ => new LecunNormal(), "lecun_normal")
        .Add("Orthogonal", Orthogonal.From, "orthogonal");
}
