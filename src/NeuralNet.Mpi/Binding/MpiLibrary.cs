using System.Runtime.InteropServices;
using System.Text;

namespace NeuralNet.Mpi;

/// <summary>The functions of the MPI of the system, found in a library that is loaded when the program runs.</summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>The maximum length of a text from MPI (MPI_MAX_LIBRARY_VERSION_STRING of MPICH; the other texts are shorter).</summary>
    private const int MaxText = 8192;

    private readonly MpiConstants constants;
    private readonly delegate* unmanaged<int*, byte***, int, int*, int> initThread;
    private readonly delegate* unmanaged<nint, int*, int> commRank, commSize;
    private readonly delegate* unmanaged<nint, nint, int> setErrorHandler;
    private readonly delegate* unmanaged<byte*, int, nint, int, int, nint, nint*, int> isend, irecv;
    private readonly delegate* unmanaged<byte*, int, nint, int, int, nint, nint, int> recv;
    private readonly delegate* unmanaged<nint*, int*, nint, int> test;
    private readonly delegate* unmanaged<int, int, nint, int*, nint, int> iprobe;
    private readonly delegate* unmanaged<int, byte*, int*, int> errorString;
    private readonly delegate* unmanaged<nint, int, int> abort;
    private readonly delegate* unmanaged<int> finalize;

    private MpiLibrary(nint handle, string name)
    {
        Version = VersionOf(handle);
        constants = NativeLibrary.TryGetExport(handle, "ompi_mpi_comm_world", out _) ? MpiConstants.OfOpenMpi(handle)
            : name.Contains("mpi_abi", StringComparison.Ordinal) ? MpiConstants.Standard
            : MpiConstants.Mpich;
        initThread = (delegate* unmanaged<int*, byte***, int, int*, int>)Export("MPI_Init_thread");
        commRank = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank");
        commSize = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size");
        setErrorHandler = (delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler");
        isend = (delegate* unmanaged<byte*, int, nint, int, int, nint, nint*, int>)Export("MPI_Isend");
        irecv = (delegate* unmanaged<byte*, int, nint, int, int, nint, nint*, int>)Export("MPI_Irecv");
        recv = (delegate* unmanaged<byte*, int, nint, int, int, nint, nint, int>)Export("MPI_Recv");
        test = (delegate* unmanaged<nint*, int*, nint, int>)Export("MPI_Test");
        iprobe = (delegate* unmanaged<int, int, nint, int*, nint, int>)Export("MPI_Iprobe");
        errorString = (delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string");
        abort = (delegate* unmanaged<nint, int, int>)Export("MPI_Abort");
        finalize = (delegate* unmanaged<int>)Export("MPI_Finalize");

        nint Export(string function) => NativeLibrary.GetExport(handle, function);
    }

    /// <summary>The name and version of the library.</summary>
    public string Version { get; }

    private MpiFamily Family => Version.Contains("Open MPI", StringComparison.Ordinal) ? MpiFamily.OpenMpi : MpiFamily.Mpich;

    /// <summary>Loads the library that belongs to the program that started the processes.</summary>
    /// <exception cref="MpiException">It is not installed.</exception>
    public static MpiLibrary For(Launcher launcher)
    {
        foreach (MpiFamily family in launcher.Families)
        {
            foreach (string name in NamesOf(family))
            {
                if (TryLoad(name) is { } library && library.Family == family)
                    return library;
            }
        }

        string names = string.Join(", ", launcher.Families.SelectMany(NamesOf).Distinct());
        throw new MpiException($"{launcher.Name} started this process, but its library was not found, under none of the names {names}. "
            + $"Install it ({string.Join("; or ", launcher.Families.Select(PackagesOf))}), add its folder to LD_LIBRARY_PATH, or give its "
            + "path: MpiWorld.Open(library: …).");
    }

    /// <summary>Loads a library by its path or name.</summary>
    /// <exception cref="MpiException">It cannot be loaded, or is no library of MPI.</exception>
    public static MpiLibrary Load(string name) =>
        TryLoad(name) ?? throw new MpiException($"'{name}' cannot be loaded, or is not a library of MPI.");

    /// <summary>Initializes MPI for calls from several threads, one at a time.</summary>
    /// <exception cref="MpiException">MPI does not allow that.</exception>
    public void Initialize()
    {
        int provided;
        Check(initThread(null, null, constants.ThreadSerialized, &provided), "MPI_Init_thread");
        if (provided < constants.ThreadSerialized)
            throw new MpiException($"{Version} was built without threads: it does not support MPI_THREAD_SERIALIZED.");
        Check(setErrorHandler(constants.CommWorld, constants.ErrorsReturn), "MPI_Comm_set_errhandler");
    }

    public int Rank()
    {
        int rank;
        Check(commRank(constants.CommWorld, &rank), "MPI_Comm_rank");
        return rank;
    }

    public int Size()
    {
        int size;
        Check(commSize(constants.CommWorld, &size), "MPI_Comm_size");
        return size;
    }

    /// <summary>Begins to send bytes, which must not change until the request is complete.</summary>
    public void BeginSend(byte* data, int length, int rank, int tag, nint* request) =>
        Check(isend(data, length, constants.Byte, rank, tag, constants.CommWorld, request), "MPI_Isend");

    /// <summary>Begins to receive bytes, which must not be read until the request is complete.</summary>
    public void BeginReceive(byte* data, int length, int rank, int tag, nint* request) =>
        Check(irecv(data, length, constants.Byte, rank, tag, constants.CommWorld, request), "MPI_Irecv");

    /// <summary>Receives bytes that have arrived (<see cref="HasArrived"/>).</summary>
    public void Receive(byte* data, int length, int rank, int tag) =>
        Check(recv(data, length, constants.Byte, rank, tag, constants.CommWorld, constants.StatusIgnore), "MPI_Recv");

    /// <summary>Tests whether a request is complete.</summary>
    /// <returns>The error code of the transfer: 0 unless it has failed.</returns>
    public int Test(nint* request, out bool isComplete)
    {
        int flag = 0;
        int error = test(request, &flag, constants.StatusIgnore);
        isComplete = flag != 0;
        return error;
    }

    /// <summary>Returns whether a message with a tag has arrived from a rank.</summary>
    public bool HasArrived(int rank, int tag)
    {
        int flag = 0;
        Check(iprobe(rank, tag, constants.CommWorld, &flag, constants.StatusIgnore), "MPI_Iprobe");
        return flag != 0;
    }

    /// <summary>Ends the processes of the job, as far as MPI reaches them.</summary>
    public void Abort() => abort(constants.CommWorld, 1);

    public void FinalizeMpi() => finalize();

    /// <exception cref="MpiException">The code is an error.</exception>
    public void Check(int code, string function)
    {
        if (code == 0)
            return;
        byte* text = stackalloc byte[MaxText];
        int length = 0;
        string reason = errorString(code, text, &length) == 0 ? Encoding.UTF8.GetString(text, length) : "an unknown error";
        throw new MpiException(FormattableString.Invariant($"{function} failed with code {code}: {reason}"));
    }

    /// <summary>
    /// Returns the names of the libraries of a family, with the version of their ABI: names without a version are only installed for
    /// compilers. The name of the standard ABI is the same for both families.
    /// </summary>
    private static string[] NamesOf(MpiFamily family)
    {
        string[] names = family == MpiFamily.OpenMpi ? ["mpi.40", "mpi_abi.0"] : ["mpich.12", "mpi.12", "mpi_abi.0"];
        return [.. names.Select(name => OperatingSystem.IsMacOS()
            ? $"lib{name}.dylib"
            : $"lib{name.Replace(".", ".so.", StringComparison.Ordinal)}")];
    }

    private static string PackagesOf(MpiFamily family) => family == MpiFamily.OpenMpi
        ? "Open MPI: 'apt-get install openmpi-bin' on Debian, 'dnf install openmpi' on Fedora, 'module load openmpi' on a cluster"
        : "MPICH: 'apt-get install mpich' on Debian, 'dnf install mpich' on Fedora, 'module load mpich' on a cluster";

    private static MpiLibrary? TryLoad(string name) =>
        NativeLibrary.TryLoad(name, out nint handle) && NativeLibrary.TryGetExport(handle, "MPI_Get_library_version", out _)
            ? new MpiLibrary(handle, name)
            : null;

    private static string VersionOf(nint handle)
    {
        byte* text = stackalloc byte[MaxText];
        int length = 0;
        var version = (delegate* unmanaged<byte*, int*, int>)NativeLibrary.GetExport(handle, "MPI_Get_library_version");
        version(text, &length);
        string firstLine = Encoding.UTF8.GetString(text, length).Split(['\n', ',', '\0'])[0];
        return string.Join(' ', firstLine.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
